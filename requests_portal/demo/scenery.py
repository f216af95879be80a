"""Colours, land and things that stand in several of the demo's photos."""

from requests_portal.demo.canvas import Canvas, Color, Ellipse, Point, Polygon, box, circle

WIDTH, HEIGHT = 640, 420

WHITE: Color = (255, 255, 255)
SNOW: Color = (236, 243, 250)
ICE: Color = (206, 224, 240)
SKY: Color = (134, 190, 232)
PALE: Color = (226, 240, 250)
NIGHT: Color = (24, 34, 66)
DUSK: Color = (58, 72, 120)
SUN: Color = (255, 212, 92)
LAMP: Color = (255, 232, 160)
GRASS: Color = (116, 176, 92)
MEADOW: Color = (152, 200, 112)
PINE: Color = (38, 92, 74)
LEAF: Color = (86, 150, 72)
BARK: Color = (112, 78, 54)
ROCK: Color = (92, 92, 104)
STONE: Color = (146, 146, 156)
ROAD: Color = (84, 88, 98)
WATER: Color = (66, 138, 190)
FOAM: Color = (214, 236, 248)
ORANGE: Color = (236, 124, 40)
DARK_ORANGE: Color = (196, 92, 24)
YELLOW: Color = (250, 206, 52)
RED: Color = (196, 62, 58)
BLUE: Color = (58, 98, 168)
TEAL: Color = (42, 130, 132)
CREAM: Color = (248, 236, 214)
BROWN: Color = (150, 98, 58)
BLACK: Color = (36, 38, 46)
GLASS: Color = (176, 214, 236)
PLUM: Color = (120, 66, 110)
SAND: Color = (206, 178, 128)


def land(high: Color, low: Color, ground: Color, horizon: int) -> Canvas:
    """Make a canvas with a sky that pales towards the horizon, and ground below it."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.shade(high, low, (0, horizon))
    canvas.shade(ground, ground, (horizon, HEIGHT))
    return canvas


def beam(start: Point, end: Point, wide: float) -> Polygon:
    """Make a slanting bar that is equally wide from end to end."""
    (x0, y0), (x1, y1) = start, end
    return Polygon(
        ((x0 - wide / 2, y0), (x0 + wide / 2, y0), (x1 + wide / 2, y1), (x1 - wide / 2, y1))
    )


def leafy_tree(canvas: Canvas, foot: Point, size: float) -> None:
    """Draw a round tree that stands at ``foot``."""
    x, y = foot
    canvas.draw(BARK, box(x - 7 * size, y - 70 * size, x + 7 * size, y))
    canvas.draw(
        LEAF, circle(x, y - 110 * size, 46 * size), circle(x - 32 * size, y - 82 * size, 34 * size)
    )
    canvas.draw((104, 170, 86), circle(x + 28 * size, y - 90 * size, 36 * size))


def pine(canvas: Canvas, foot: Point, size: float) -> None:
    """Draw a pine that stands at ``foot``."""
    x, y = foot
    canvas.draw(BARK, box(x - 5 * size, y - 16 * size, x + 5 * size, y))
    for n in range(3):
        low, half = y - (14 + 30 * n) * size, (38 - 9 * n) * size
        canvas.draw(PINE, Polygon(((x - half, low), (x + half, low), (x, low - 48 * size))))


def houses(
    canvas: Canvas, ground: float, houses: tuple[tuple[float, Color], ...], *, snowy: bool = False
) -> None:
    """Draw small houses in a row; each has its left edge and its colour."""
    for n, (x, color) in enumerate(houses):
        top = ground - 84 - 14 * (n % 2)
        canvas.draw(color, box(x, top, x + 104, ground))
        roof = WHITE if snowy else (84, 62, 62)
        canvas.draw(roof, Polygon(((x - 12, top + 2), (x + 116, top + 2), (x + 52, top - 52))))
        canvas.draw(
            GLASS, box(x + 14, top + 18, x + 38, top + 44), box(x + 66, top + 18, x + 90, top + 44)
        )
        canvas.draw(BARK, box(x + 42, top + 50, x + 64, ground))


def excavator(canvas: Canvas, foot: Point, size: float) -> None:
    """Draw an orange excavator that stands at ``foot``."""
    x, y = foot

    def at(dx: float, dy: float) -> Point:
        return x + dx * size, y + dy * size

    canvas.draw(BLACK, Ellipse(at(0, 0), 74 * size, 20 * size))
    canvas.draw(STONE, *(circle(*at(-48 + 32 * n, 0), 9 * size) for n in range(4)))
    canvas.draw(
        ORANGE, box(*at(-62, -74), *at(54, -20)), beam(at(40, -60), at(110, -130), 20 * size)
    )
    canvas.draw(DARK_ORANGE, beam(at(106, -128), at(150, -44), 16 * size))
    canvas.draw(GLASS, box(*at(-20, -112), *at(34, -72)))
    canvas.draw(BLACK, Polygon((at(128, -50), at(168, -50), at(162, -18), at(140, -14))))


def barrier(canvas: Canvas, foot: Point) -> None:
    """Draw a striped barrier."""
    x, y = foot
    canvas.draw(BLACK, box(x + 8, y - 30, x + 14, y + 34), box(x + 56, y - 30, x + 62, y + 34))
    canvas.draw(WHITE, box(x, y - 34, x + 70, y - 14), box(x, y - 4, x + 70, y + 14))
    for n in range(3):
        for top in (y - 34, y - 4):
            left = x + 4 + 24 * n
            canvas.draw(
                ORANGE,
                Polygon(
                    ((left, top + 18), (left + 8, top), (left + 18, top), (left + 10, top + 18))
                ),
            )


def flakes(canvas: Canvas) -> None:
    """Draw snowflakes all over the upper part."""
    canvas.draw(WHITE, *(circle((n * 97) % WIDTH, (n * 61) % 280, 2 + n % 3) for n in range(60)))

"""The photos of Kestrel Falls, drawn on the spot. Each function draws one."""

from collections.abc import Callable, Mapping

from requests_portal.demo.canvas import Canvas, Ellipse, Polygon, box, circle
from requests_portal.demo.scenery import (
    BARK,
    BLACK,
    BLUE,
    BROWN,
    CREAM,
    DARK_ORANGE,
    DUSK,
    FOAM,
    GLASS,
    GRASS,
    HEIGHT,
    ICE,
    LAMP,
    LEAF,
    MEADOW,
    NIGHT,
    ORANGE,
    PALE,
    PLUM,
    RED,
    ROAD,
    ROCK,
    SAND,
    SKY,
    SNOW,
    STONE,
    SUN,
    TEAL,
    WATER,
    WHITE,
    YELLOW,
    barrier,
    beam,
    excavator,
    flakes,
    houses,
    land,
    leafy_tree,
    pine,
)


def park() -> Canvas:
    """Draw a park with a pond, two trees and a slide under a yellow sun."""
    canvas = land(SKY, PALE, GRASS, horizon=240)
    canvas.draw(SUN, circle(540, 80, 42))
    canvas.draw(MEADOW, Ellipse((160, 260), 300, 60), Ellipse((520, 270), 300, 60))
    canvas.draw(WATER, Ellipse((210, 350), 170, 42))
    canvas.draw(FOAM, Ellipse((180, 345), 60, 6), Ellipse((270, 360), 40, 5))
    leafy_tree(canvas, (90, 300), 1.2)
    leafy_tree(canvas, (170, 270), 0.8)
    canvas.draw(RED, beam((430, 205), (590, 345), 16))
    canvas.draw(BLUE, box(416, 200, 428, 350), box(376, 200, 388, 350))
    canvas.draw(YELLOW, box(370, 196, 436, 208))
    canvas.draw(WHITE, *(box(388, 226 + 26 * n, 416, 232 + 26 * n) for n in range(5)))
    return canvas


def falls() -> Canvas:
    """Draw a waterfall between two dark rock banks, with pines and floating ice."""
    canvas = land(SKY, PALE, ROCK, horizon=150)
    for x, size in ((30, 1.0), (90, 1.3), (150, 0.9), (470, 1.0), (540, 1.4), (610, 1.0)):
        pine(canvas, (x, 176), size)
    canvas.draw(ROCK, box(0, 160, 240, 300), box(420, 160, 640, 300))
    canvas.draw(STONE, Polygon(((0, 200), (200, 176), (240, 300), (0, 320))))
    canvas.draw(STONE, Polygon(((640, 190), (440, 176), (420, 300), (640, 320))))
    canvas.draw(WATER, box(240, 160, 420, 310))
    for n in range(9):
        canvas.draw(FOAM, box(248 + 19.5 * n, 162 + (n % 3) * 10, 256 + 19.5 * n, 306))
    canvas.shade(WATER, (40, 92, 140), (300, HEIGHT))
    canvas.draw(FOAM, *(circle(240 + 26 * n, 306, 20) for n in range(8)))
    for x, y, wide in (
        (90, 350, 60),
        (300, 380, 80),
        (470, 345, 50),
        (580, 390, 56),
        (190, 400, 40),
    ):
        canvas.draw(ICE, Ellipse((x, y + 4), wide, 12))
        canvas.draw(WHITE, Ellipse((x, y), wide - 4, 10))
    return canvas


def road() -> Canvas:
    """Draw an orange excavator and striped barriers on an open street."""
    canvas = land(SKY, PALE, ROAD, horizon=250)
    houses(canvas, 250, ((20, CREAM), (150, TEAL), (300, BROWN), (470, PLUM)))
    canvas.draw(SAND, Polygon(((420, 330), (520, 262), (640, 330))))
    canvas.draw(BROWN, Polygon(((300, 330), (640, 330), (600, 380), (330, 380))))
    excavator(canvas, (190, 318), 1.2)
    for x in (40, 470, 560):
        barrier(canvas, (x, 352))
    return canvas


def dog() -> Canvas:
    """Draw a brown and white dog with one folded ear on a blue mat."""
    canvas = land((236, 226, 208), (246, 238, 226), (176, 158, 132), horizon=300)
    canvas.draw(BLUE, Ellipse((320, 372), 220, 36))
    canvas.draw(BROWN, Ellipse((320, 316), 112, 84), Ellipse((424, 300), 44, 16))
    canvas.draw(CREAM, Ellipse((320, 338), 62, 60))
    canvas.draw(BROWN, Ellipse((272, 378), 34, 18), Ellipse((368, 378), 34, 18))
    canvas.draw(CREAM, Ellipse((264, 384), 26, 12), Ellipse((376, 384), 26, 12))
    canvas.draw(BROWN, circle(320, 176, 88))
    canvas.draw(CREAM, Ellipse((320, 190), 34, 76), Ellipse((320, 218), 56, 40))
    canvas.draw((104, 64, 36), Polygon(((244, 128), (204, 62), (286, 96))))
    canvas.draw((104, 64, 36), Ellipse((410, 150), 26, 62))
    canvas.draw(WHITE, circle(284, 162, 17), circle(356, 162, 17))
    canvas.draw(BLACK, circle(287, 165, 11), circle(353, 165, 11), Ellipse((320, 204), 20, 14))
    canvas.draw(WHITE, circle(290, 161, 4), circle(356, 161, 4))
    canvas.draw(BLACK, box(317, 214, 323, 232))
    canvas.draw(
        RED, Ellipse((320, 246), 13, 18), Polygon(((250, 252), (390, 252), (380, 268), (260, 268)))
    )
    return canvas


def plow() -> Canvas:
    """Draw an orange snow plow pushing snow along a street at night, with street lamps."""
    canvas = land(NIGHT, DUSK, SNOW, horizon=290)
    canvas.draw(
        (40, 50, 92), box(0, 190, 150, 290), box(190, 160, 320, 290), box(520, 176, 640, 290)
    )
    canvas.draw(LAMP, *(box(20 + 44 * n, 214, 40 + 44 * n, 238) for n in range(3)))
    canvas.draw(LAMP, box(214, 186, 236, 212), box(274, 230, 296, 256), box(560, 210, 584, 238))
    for x in (100, 470):
        canvas.draw(BLACK, box(x, 90, x + 7, 300), box(x, 90, x + 50, 97))
        canvas.draw(LAMP, Ellipse((x + 52, 102), 16, 9))
        canvas.draw(
            (86, 94, 132), Polygon(((x + 40, 110), (x + 64, 110), (x + 96, 290), (x + 8, 290)))
        )
    canvas.draw(ROAD, Polygon(((0, 360), (420, 360), (420, 398), (0, 398))))
    canvas.draw(ORANGE, box(170, 250, 330, 346), box(330, 216, 420, 346))
    canvas.draw(DARK_ORANGE, box(170, 250, 330, 266))
    canvas.draw(GLASS, Polygon(((344, 228), (408, 228), (412, 276), (344, 276))))
    canvas.draw(YELLOW, Ellipse((372, 212), 16, 8), circle(414, 314, 9))
    for x in (216, 290, 384):
        canvas.draw(BLACK, circle(x, 348, 30))
        canvas.draw(STONE, circle(x, 348, 13))
    canvas.draw(YELLOW, Polygon(((428, 270), (452, 262), (470, 376), (430, 376))))
    canvas.draw(
        WHITE,
        circle(486, 360, 30),
        circle(524, 348, 38),
        circle(570, 362, 34),
        circle(612, 370, 28),
    )
    canvas.draw(SNOW, Ellipse((550, 392), 150, 26))
    flakes(canvas)
    return canvas


def street() -> Canvas:
    """Draw a snowy street with houses, buried cars and a clear blue sky."""
    canvas = land((92, 160, 222), PALE, SNOW, horizon=230)
    canvas.draw(SUN, circle(90, 70, 34))
    houses(canvas, 250, ((30, RED), (180, CREAM), (330, TEAL), (480, BROWN)), snowy=True)
    canvas.draw(STONE, Polygon(((230, 420), (410, 420), (350, 262), (310, 262))))
    for x, y, color in ((70, 318, BLUE), (170, 296, PLUM), (480, 296, RED), (580, 320, TEAL)):
        canvas.draw(color, Ellipse((x, y), 56, 26))
        canvas.draw(WHITE, Ellipse((x, y - 14), 58, 24), Ellipse((x, y + 24), 76, 14))
    return canvas


def library() -> Canvas:
    """Draw a library window with shelves of colourful books and a reading lamp."""
    canvas = land((120, 88, 70), (150, 110, 84), (92, 66, 54), horizon=380)
    canvas.draw(CREAM, box(70, 40, 570, 350))
    canvas.draw((246, 214, 150), box(86, 56, 554, 334))
    colors = (RED, TEAL, BLUE, PLUM, ORANGE, LEAF, YELLOW, BROWN)
    for shelf in range(3):
        bottom = 140 + 92 * shelf
        canvas.draw(BARK, box(86, bottom, 554, bottom + 12))
        for n in range(17):
            if (shelf, n) in {(1, 8), (1, 9), (2, 3)}:
                continue
            tall = 52 + (n * 7 + shelf * 5) % 22
            left = 98 + 26.5 * n
            canvas.draw(colors[(n * 3 + shelf) % 8], box(left, bottom - tall, left + 21, bottom))
            canvas.draw(CREAM, box(left + 4, bottom - tall + 10, left + 17, bottom - tall + 15))
    canvas.draw(TEAL, Polygon(((470, 250), (530, 250), (556, 300), (444, 300))))
    canvas.draw(LAMP, Ellipse((500, 306), 40, 10))
    canvas.draw(BLACK, box(496, 300, 504, 372), box(462, 368, 538, 378))
    return canvas


def water() -> Canvas:
    """Water bubbling out of a cracked street beside two traffic cones."""
    canvas = land((176, 190, 206), (212, 220, 230), ROAD, horizon=180)
    houses(canvas, 190, ((40, BROWN), (210, CREAM), (390, BLUE), (540, RED)))
    canvas.draw(WATER, Ellipse((330, 330), 220, 52))
    canvas.draw((96, 164, 210), Ellipse((330, 326), 160, 34))
    canvas.draw(BLACK, Polygon(((230, 330), (320, 318), (420, 332), (330, 342))))
    for x, y, radius in (
        (330, 250, 26),
        (306, 280, 30),
        (356, 278, 32),
        (330, 306, 42),
        (286, 312, 22),
        (380, 312, 24),
    ):
        canvas.draw(FOAM, circle(x, y, radius))
    canvas.draw(WHITE, circle(324, 244, 10), circle(350, 270, 12), circle(306, 296, 10))
    for x, y in ((110, 372), (540, 366)):
        canvas.draw(ORANGE, Polygon(((x - 34, y), (x - 8, y - 84), (x + 8, y - 84), (x + 34, y))))
        canvas.draw(
            WHITE, Polygon(((x - 23, y - 36), (x - 17, y - 54), (x + 17, y - 54), (x + 23, y - 36)))
        )
        canvas.draw(DARK_ORANGE, box(x - 44, y - 4, x + 44, y + 8))
    return canvas


def crew() -> Canvas:
    """Draw two workers in yellow vests beside a small excavator."""
    canvas = land((244, 206, 166), (250, 232, 208), ROAD, horizon=270)
    houses(canvas, 274, ((300, PLUM), (440, TEAL), (560, BROWN)))
    excavator(canvas, (440, 330), 1.0)
    for x, vest in ((120, YELLOW), (224, (226, 232, 60))):
        canvas.draw(BLUE, box(x - 24, 300, x - 3, 388), box(x + 3, 300, x + 24, 388))
        canvas.draw(BLACK, box(x - 28, 380, x - 1, 394), box(x + 1, 380, x + 30, 394))
        canvas.draw(vest, Polygon(((x - 36, 196), (x + 36, 196), (x + 28, 306), (x - 28, 306))))
        canvas.draw(STONE, box(x - 30, 246, x + 30, 256))
        canvas.draw((196, 140, 104), circle(x, 164, 27))
        canvas.draw(ORANGE, Ellipse((x, 148), 30, 17), box(x - 36, 148, x + 36, 156))
    canvas.draw(BROWN, beam((262, 200), (300, 392), 7))
    return canvas


def river() -> Canvas:
    """Draw a broad blue river with a stone bridge, and sandbags along the bank."""
    canvas = land(SKY, PALE, MEADOW, horizon=180)
    for x in (40, 110, 560, 610):
        pine(canvas, (x, 200), 0.9)
    canvas.shade(WATER, (36, 96, 150), (210, 350))
    canvas.draw(STONE, box(0, 150, 640, 190))
    for x in (80, 240, 400, 560):
        canvas.draw(STONE, box(x - 18, 186, x + 18, 300))
        canvas.draw(ROCK, box(x - 24, 288, x + 24, 306))
    canvas.draw(ROCK, box(0, 146, 640, 154))
    for x, y in ((160, 240), (330, 260), (480, 230), (60, 320), (380, 326)):
        canvas.draw(FOAM, Ellipse((x, y), 40, 3))
    for row in range(2):
        for n in range(12):
            canvas.draw(SAND, Ellipse((20 + 56 * n + 28 * row, 372 - 22 * row), 31, 15))
            canvas.draw((176, 146, 98), Ellipse((20 + 56 * n + 28 * row, 378 - 22 * row), 22, 3))
    return canvas


def tree() -> Canvas:
    """Draw three young trees in pots on green grass."""
    canvas = land(SKY, PALE, GRASS, horizon=270)
    for x, color in ((140, LEAF), (320, (60, 128, 72)), (500, (130, 176, 70))):
        canvas.draw(BARK, box(x - 6, 180, x + 6, 320))
        canvas.draw(color, circle(x, 120, 56), circle(x - 36, 156, 40), circle(x + 36, 156, 40))
        canvas.draw(
            WHITE,
            *(circle(x + dx, y, 5) for dx, y in ((-20, 104), (24, 120), (-40, 150), (8, 158))),
        )
        canvas.draw(
            DARK_ORANGE, Polygon(((x - 44, 306), (x + 44, 306), (x + 32, 376), (x - 32, 376)))
        )
        canvas.draw(ORANGE, box(x - 50, 296, x + 50, 314))
    return canvas


def cleanup() -> Canvas:
    """Draw a green collection truck, a stack of tires and a recycling bin."""
    canvas = land(SKY, PALE, STONE, horizon=300)
    canvas.draw(LEAF, box(60, 150, 330, 320))
    canvas.draw(
        (60, 118, 56),
        box(60, 150, 330, 172),
        *(box(90 + 60 * n, 180, 98 + 60 * n, 312) for n in range(4)),
    )
    canvas.draw(WHITE, box(336, 190, 430, 320))
    canvas.draw(GLASS, box(352, 204, 420, 252))
    for x in (120, 190, 384):
        canvas.draw(BLACK, circle(x, 326, 36))
        canvas.draw(STONE, circle(x, 326, 15))
    for n in range(4):
        canvas.draw(BLACK, Ellipse((508, 372 - 26 * n), 50, 20))
        canvas.draw(ROCK, Ellipse((508, 366 - 26 * n), 24, 7))
    canvas.draw(
        BLUE, Polygon(((566, 290), (632, 290), (624, 390), (574, 390))), box(560, 278, 638, 294)
    )
    return canvas


def boot() -> Canvas:
    """Draw one green rubber boot with a small flower growing beside it."""
    canvas = land((232, 240, 246), PALE, MEADOW, horizon=310)
    canvas.draw((48, 108, 76), Polygon(((230, 90), (350, 90), (346, 330), (236, 330))))
    canvas.draw((48, 108, 76), Ellipse((386, 324), 90, 44), box(236, 300, 390, 366))
    canvas.draw(
        (34, 78, 56),
        box(224, 84, 356, 108),
        Polygon(((232, 356), (470, 356), (462, 376), (240, 376))),
    )
    canvas.draw(LEAF, beam((520, 250), (516, 376), 7), Ellipse((540, 330), 24, 9))
    canvas.draw(
        YELLOW,
        *(circle(520 + dx, 236 + dy, 15) for dx, dy in ((-20, 0), (20, 0), (0, -20), (0, 20))),
    )
    canvas.draw(DARK_ORANGE, circle(520, 236, 13))
    return canvas


PICTURES: Mapping[str, Callable[[], Canvas]] = {
    f"{draw.__name__}.png": draw
    for draw in (
        boot, cleanup, crew, dog, falls, library, park, plow, river, road, street, tree, water,
    )
}  # fmt: skip
"""The file names that the timeline gives its photos, and what draws each."""

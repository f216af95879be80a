"""The first catalogue."""

import sqlalchemy as sa
from alembic import op

from archiver.catalogue.columns import Instant, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - one statement a table
    """Make every table of the first edition."""
    op.create_table(
        "account",
        sa.Column("key", Words(), nullable=False),
        sa.Column("platform", Words(), nullable=False),
        sa.Column("id", Words(), nullable=False),
        sa.Column("name", Words(), nullable=True),
        sa.Column("department", Words(), nullable=True),
        sa.Column("authorized_by", Words(), nullable=True),
        sa.Column("ownership", Words(), nullable=False),
        sa.Column("token_env", Words(), nullable=False),
        sa.Column("api_url", Words(), nullable=True),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("close_reason", Words(), nullable=True),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_account")),
    )
    op.create_table(
        "alarm_round",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("awake_since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_round")),
    )
    op.create_table(
        "alarm_told",
        sa.Column("kind", Words(), nullable=False),
        sa.Column("subject", Words(), nullable=False),
        sa.Column("channel", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", "channel", name=op.f("pk_alarm_told")),
    )
    op.create_table(
        "archive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("archive_id", Words(), nullable=False),
        sa.Column("city", Words(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive")),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", Words(), nullable=False),
        sa.Column("type", Words(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("object", Words(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "channel_trouble",
        sa.Column("channel", Words(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", Words(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_trouble")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", Words(), nullable=False),
        sa.Column("object", Words(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "data_request",
        sa.Column("id", Words(), nullable=False),
        sa.Column("track", Words(), nullable=False),
        sa.Column("wanted", Words(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("name", Words(), nullable=True),
        sa.Column("email", Words(), nullable=True),
        sa.Column("phone", Words(), nullable=True),
        sa.Column("address", Words(), nullable=True),
        sa.Column("statutory_due", sa.Date(), nullable=True),
        sa.Column("city_target", sa.Date(), nullable=True),
        sa.Column("state", Words(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("opened_by", Words(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("outcome", Words(), nullable=True),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    op.create_table(
        "hint",
        sa.Column("account", Words(), nullable=False),
        sa.Column("thread", Words(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("account", "thread", name=op.f("pk_hint")),
    )
    op.create_table(
        "hold",
        sa.Column("id", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("request", Words(), nullable=True),
        sa.Column("placed_at", Instant(), nullable=False),
        sa.Column("placed_by", Words(), nullable=False),
        sa.Column("lifted_at", Instant(), nullable=True),
        sa.Column("lifted_by", Words(), nullable=True),
        sa.Column("lift_reason", Words(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_table(
        "imported_schedule",
        sa.Column("edition", Words(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("sha256", Words(), nullable=False),
        sa.Column("content", Words(), nullable=False),
        sa.Column("imported_at", Instant(), nullable=False),
        sa.Column("imported_by", Words(), nullable=False),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_imported_schedule")),
    )
    op.create_table(
        "leaf",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("digest", Words(), nullable=False),
        sa.Column("object", Words(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_leaf")),
        sa.UniqueConstraint("digest", name=op.f("uq_leaf_digest")),
    )
    op.create_table(
        "lease",
        sa.Column("kind", Words(), nullable=False),
        sa.Column("subject", Words(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("fence", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("host", Words(), nullable=True),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("started", Words(), nullable=True),
        sa.Column("until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_lease")),
    )
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.create_index("ix_lease_due", ["due_at", "kind", "subject"], unique=False)

    op.create_table(
        "lock_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_mark")),
    )
    op.create_table(
        "pending",
        sa.Column("object", Words(), nullable=False),
        sa.Column("owner", Words(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("object", name=op.f("pk_pending")),
    )
    with op.batch_alter_table("pending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pending_owner"), ["owner"], unique=False)

    op.create_table(
        "quarantine",
        sa.Column("id", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("placed_at", Instant(), nullable=False),
        sa.Column("placed_by", Words(), nullable=False),
        sa.Column("attorney", Words(), nullable=True),
        sa.Column("released_at", Instant(), nullable=True),
        sa.Column("released_by", Words(), nullable=True),
        sa.Column("directed_by", Words(), nullable=True),
        sa.Column("release_reason", Words(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "reach",
        sa.Column("capture", Words(), nullable=False),
        sa.Column("thread", Words(), nullable=False),
        sa.PrimaryKeyConstraint("capture", "thread", name=op.f("pk_reach")),
    )
    op.create_table(
        "schedule",
        sa.Column("edition", Words(), nullable=False),
        sa.Column("sha256", Words(), nullable=False),
        sa.Column("adopted_at", Instant(), nullable=False),
        sa.Column("adopted_by", Words(), nullable=False),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_schedule")),
    )
    op.create_table(
        "stamp",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("authority", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("sha256", Words(), nullable=False),
        sa.Column("object", Words(), nullable=False),
        sa.PrimaryKeyConstraint("size", "authority", name=op.f("pk_stamp")),
    )
    op.create_table(
        "verify_trouble",
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("of", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("problems", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("part", "of", name=op.f("pk_verify_trouble")),
    )
    op.create_table(
        "alarm",
        sa.Column("leaf", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("subject", Words(), nullable=False),
        sa.Column("raised", Instant(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("what", Words(), nullable=False),
        sa.Column("next_step", Words(), nullable=False),
        sa.Column("cleared", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_alarm_leaf")),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_alarm")),
    )
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.create_index("ix_alarm_named", ["kind", "subject", "cleared"], unique=False)

    op.create_table(
        "alarm_message",
        sa.Column("kind", Words(), nullable=False),
        sa.Column("channel", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_alarm_message_leaf")),
        sa.PrimaryKeyConstraint("kind", "channel", name=op.f("pk_alarm_message")),
    )
    op.create_table(
        "capture",
        sa.Column("id", Words(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("scope", Words(), nullable=False),
        sa.Column("started", Instant(), nullable=False),
        sa.Column("ended", Instant(), nullable=False),
        sa.Column("verdict", Words(), nullable=False),
        sa.Column("items_seen", sa.Integer(), nullable=False),
        sa.Column("new_versions", sa.Integer(), nullable=False),
        sa.Column("disappearances", sa.Integer(), nullable=False),
        sa.Column("media", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("error", Words(), nullable=True),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("object", Words(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.key"], name=op.f("fk_capture_account")),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_capture_leaf")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture")),
    )
    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.create_index("ix_capture_account_ended", ["account", "ended"], unique=False)

    op.create_table(
        "checkpoint_key",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("link", Words(), nullable=False),
        sa.Column("statement", Words(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_checkpoint_key_leaf")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_checkpoint_key")),
    )
    op.create_table(
        "connection",
        sa.Column("account", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("authorized_by", Words(), nullable=False),
        sa.Column("authorized_on", sa.Date(), nullable=False),
        sa.Column("app", Words(), nullable=True),
        sa.Column("page", Words(), nullable=True),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.key"], name=op.f("fk_connection_account")),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_connection_leaf")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_connection")),
    )
    op.create_table(
        "determination",
        sa.Column("leaf", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("platform", Words(), nullable=False),
        sa.Column("item", Words(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("request", Words(), nullable=False),
        sa.Column("action", Words(), nullable=False),
        sa.Column("data_class", Words(), nullable=True),
        sa.Column("citation", Words(), nullable=True),
        sa.Column("note", Words(), nullable=True),
        sa.Column("by", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_determination_leaf")),
        sa.ForeignKeyConstraint(
            ["request"], ["data_request.id"], name=op.f("fk_determination_request")
        ),
        sa.PrimaryKeyConstraint("leaf", "platform", "item", "n", name=op.f("pk_determination")),
    )
    with op.batch_alter_table("determination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_determination_request"), ["request"], unique=False)

    op.create_table(
        "event",
        sa.Column("leaf", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_event_leaf")),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_kind"), ["kind"], unique=False)

    op.create_table(
        "item",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("platform", Words(), nullable=False),
        sa.Column("id", Words(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("surface", Words(), nullable=False),
        sa.Column("parent_id", Words(), nullable=True),
        sa.Column("thread_id", Words(), nullable=False),
        sa.Column("author_id", Words(), nullable=True),
        sa.Column("author_name", Words(), nullable=True),
        sa.Column("created_at", Instant(), nullable=True),
        sa.Column("permalink", Words(), nullable=True),
        sa.Column("state", Words(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("listed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("first_missing", Instant(), nullable=True),
        sa.Column("misses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.key"], name=op.f("fk_item_account")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_item")),
        sa.UniqueConstraint("platform", "id", name=op.f("uq_item_platform")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index("ix_item_account", ["account", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_change"), ["change"], unique=False)
        batch_op.create_index("ix_item_created", ["created_at", "id"], unique=False)
        batch_op.create_index("ix_item_thread", ["thread_id"], unique=False)

    op.create_table(
        "live_approval",
        sa.Column("id", Words(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("username", Words(), nullable=False),
        sa.Column("attorney", Words(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("note", Words(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", Words(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("withdrawn_by", Words(), nullable=True),
        sa.Column("withdrawn_because", Words(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["account.key"], name=op.f("fk_live_approval_account")
        ),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_live_approval_leaf")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_approval")),
    )
    op.create_table(
        "notice",
        sa.Column("sha256", Words(), nullable=False),
        sa.Column("received", Instant(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_notice_leaf")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_notice")),
    )
    op.create_table(
        "platform_signal",
        sa.Column("leaf", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", Words(), nullable=True),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("person", Words(), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("code", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.key"], name=op.f("fk_platform_signal_account")
        ),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_platform_signal_leaf")),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_platform_signal")),
    )
    op.create_table(
        "quarantine_file",
        sa.Column("quarantine", Words(), nullable=False),
        sa.Column("sha256", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarantine"], ["quarantine.id"], name=op.f("fk_quarantine_file_quarantine")
        ),
        sa.PrimaryKeyConstraint("quarantine", "sha256", name=op.f("pk_quarantine_file")),
    )
    with op.batch_alter_table("quarantine_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarantine_file_sha256"), ["sha256"], unique=False)

    op.create_table(
        "reading",
        sa.Column("leaf", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", Words(), nullable=True),
        sa.Column("up_to", Instant(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.key"], name=op.f("fk_reading_account")),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_reading_leaf")),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_reading")),
    )
    op.create_table(
        "request_item",
        sa.Column("request", Words(), nullable=False),
        sa.Column("platform", Words(), nullable=False),
        sa.Column("item", Words(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_request_item_leaf")),
        sa.ForeignKeyConstraint(
            ["request"], ["data_request.id"], name=op.f("fk_request_item_request")
        ),
        sa.PrimaryKeyConstraint("request", "platform", "item", name=op.f("pk_request_item")),
    )
    with op.batch_alter_table("request_item", schema=None) as batch_op:
        batch_op.create_index("ix_request_item_item", ["platform", "item"], unique=False)

    op.create_table(
        "request_package",
        sa.Column("leaf", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request", Words(), nullable=False),
        sa.Column("manifest_sha256", Words(), nullable=False),
        sa.Column("released", sa.Integer(), nullable=False),
        sa.Column("redacted", sa.Integer(), nullable=False),
        sa.Column("withheld", sa.Integer(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_request_package_leaf")),
        sa.ForeignKeyConstraint(
            ["request"], ["data_request.id"], name=op.f("fk_request_package_request")
        ),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_request_package")),
    )
    with op.batch_alter_table("request_package", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_package_request"), ["request"], unique=False)

    op.create_table(
        "request_search",
        sa.Column("leaf", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request", Words(), nullable=False),
        sa.Column("query", Words(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_request_search_leaf")),
        sa.ForeignKeyConstraint(
            ["request"], ["data_request.id"], name=op.f("fk_request_search_request")
        ),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_request_search")),
    )
    with op.batch_alter_table("request_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_search_request"), ["request"], unique=False)

    op.create_table(
        "saved_search",
        sa.Column("name", Words(), nullable=False),
        sa.Column("query", Words(), nullable=False),
        sa.Column("mail", Words(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("saved_by", Words(), nullable=False),
        sa.Column("looked_at", Instant(), nullable=False),
        sa.Column("looked_change", sa.BigInteger(), nullable=False),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("told_change", sa.BigInteger(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_saved_search_leaf")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_saved_search")),
    )
    op.create_table(
        "surface_off",
        sa.Column("account", Words(), nullable=False),
        sa.Column("surface", Words(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.key"], name=op.f("fk_surface_off_account")),
        sa.PrimaryKeyConstraint("account", "surface", name=op.f("pk_surface_off")),
    )
    op.create_table(
        "token_check",
        sa.Column("account", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("examined", sa.Boolean(), nullable=False),
        sa.Column("problem", Words(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("data_access_expires_at", Instant(), nullable=True),
        sa.Column("scopes", Words(), nullable=False),
        sa.Column("tasks", Words(), nullable=True),
        sa.Column("missing", Words(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.key"], name=op.f("fk_token_check_account")),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_token_check_leaf")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_token_check")),
    )
    op.create_table(
        "token_loss",
        sa.Column("account", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("lost", Words(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_token_loss_leaf")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_token_loss")),
    )
    op.create_table(
        "capture_surface",
        sa.Column("capture", Words(), nullable=False),
        sa.Column("surface", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capture"], ["capture.id"], name=op.f("fk_capture_surface_capture")
        ),
        sa.PrimaryKeyConstraint("capture", "surface", name=op.f("pk_capture_surface")),
    )
    op.create_table(
        "classification",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("series", Words(), nullable=False),
        sa.Column("edition", Words(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_classification_item")),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_classification_leaf")),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_classification")),
    )
    with op.batch_alter_table("classification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_classification_series"), ["series"], unique=False)

    op.create_table(
        "determination_part",
        sa.Column("leaf", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("platform", Words(), nullable=False),
        sa.Column("item", Words(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("data_class", Words(), nullable=False),
        sa.Column("citation", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leaf", "platform", "item", "n"],
            [
                "determination.leaf",
                "determination.platform",
                "determination.item",
                "determination.n",
            ],
            name=op.f("fk_determination_part_leaf"),
        ),
        sa.PrimaryKeyConstraint(
            "leaf", "platform", "item", "n", "part", name=op.f("pk_determination_part")
        ),
    )
    op.create_table(
        "disappearance",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("first_missing", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("established", Words(), nullable=False),
        sa.Column("returned", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_disappearance_item")),
        sa.PrimaryKeyConstraint("item", "first_missing", name=op.f("pk_disappearance")),
    )
    op.create_table(
        "engagement",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reactions", sa.BigInteger(), nullable=True),
        sa.Column("comments", sa.BigInteger(), nullable=True),
        sa.Column("shares", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_engagement_item")),
        sa.PrimaryKeyConstraint("item", "at", name=op.f("pk_engagement")),
    )
    op.create_table(
        "gap",
        sa.Column("capture", Words(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", Words(), nullable=False),
        sa.Column("cause", Words(), nullable=False),
        sa.Column("surface", Words(), nullable=True),
        sa.ForeignKeyConstraint(["capture"], ["capture.id"], name=op.f("fk_gap_capture")),
        sa.PrimaryKeyConstraint("capture", "position", name=op.f("pk_gap")),
    )
    op.create_table(
        "gone_confirmed",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_gone_confirmed_item")),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_gone_confirmed_leaf")),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_gone_confirmed")),
    )
    op.create_table(
        "hidden",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_hidden_item")),
        sa.PrimaryKeyConstraint("item", "since", name=op.f("pk_hidden")),
    )
    op.create_table(
        "hold_item",
        sa.Column("hold", Words(), nullable=False),
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["hold"], ["hold.id"], name=op.f("fk_hold_item_hold")),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_hold_item_item")),
        sa.PrimaryKeyConstraint("hold", "item", name=op.f("pk_hold_item")),
    )
    with op.batch_alter_table("hold_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_item_item"), ["item"], unique=False)

    op.create_table(
        "imported",
        sa.Column("run", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.Column("finished", sa.BigInteger(), nullable=True),
        sa.Column("approval", Words(), nullable=True),
        sa.Column("profile", Words(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.key"], name=op.f("fk_imported_account")),
        sa.ForeignKeyConstraint(
            ["approval"], ["live_approval.id"], name=op.f("fk_imported_approval")
        ),
        sa.ForeignKeyConstraint(["finished"], ["leaf.n"], name=op.f("fk_imported_finished")),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_imported_leaf")),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_imported")),
    )
    op.create_table(
        "imported_match",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("other", Words(), nullable=False),
        sa.Column("basis", Words(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_imported_match_item")),
        sa.PrimaryKeyConstraint("item", "other", name=op.f("pk_imported_match")),
    )
    op.create_table(
        "media",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", Words(), nullable=True),
        sa.Column("missing", Words(), nullable=True),
        sa.Column("alt", Words(), nullable=True),
        sa.Column("given_up", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_media_item")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_media_sha256")),
        sa.PrimaryKeyConstraint("item", "n", "position", name=op.f("pk_media")),
    )
    op.create_table(
        "media_try",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first", Instant(), nullable=False),
        sa.Column("last", Instant(), nullable=False),
        sa.Column("lasting", sa.Boolean(), nullable=False),
        sa.Column("next", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_media_try_item")),
        sa.PrimaryKeyConstraint("item", "n", "position", name=op.f("pk_media_try")),
    )
    with op.batch_alter_table("media_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_try_next"), ["next"], unique=False)

    op.create_table(
        "notice_change",
        sa.Column("sha256", Words(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("field", Words(), nullable=False),
        sa.Column("what", Words(), nullable=False),
        sa.Column("verb", Words(), nullable=False),
        sa.Column("thread", Words(), nullable=True),
        sa.Column("item", Words(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sha256"], ["notice.sha256"], name=op.f("fk_notice_change_sha256")
        ),
        sa.PrimaryKeyConstraint("sha256", "position", name=op.f("pk_notice_change")),
    )
    with op.batch_alter_table("notice_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_change_account"), ["account"], unique=False)

    op.create_table(
        "quarantine_item",
        sa.Column("quarantine", Words(), nullable=False),
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_quarantine_item_item")),
        sa.ForeignKeyConstraint(
            ["quarantine"], ["quarantine.id"], name=op.f("fk_quarantine_item_quarantine")
        ),
        sa.PrimaryKeyConstraint("quarantine", "item", name=op.f("pk_quarantine_item")),
    )
    with op.batch_alter_table("quarantine_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarantine_item_item"), ["item"], unique=False)

    op.create_table(
        "sighting",
        sa.Column("capture", Words(), nullable=False),
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("reactions", sa.BigInteger(), nullable=True),
        sa.Column("comments", sa.BigInteger(), nullable=True),
        sa.Column("shares", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_sighting_item")),
        sa.PrimaryKeyConstraint("capture", "item", name=op.f("pk_sighting")),
    )
    op.create_table(
        "version",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capture", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("links", Words(), nullable=True),
        sa.Column("fingerprint", Words(), nullable=False),
        sa.Column("fingerprint_edition", sa.Integer(), nullable=False),
        sa.Column("api_version", Words(), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("digest", Words(), nullable=True),
        sa.Column("object", Words(), nullable=False),
        sa.Column("leaf", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_version_item")),
        sa.ForeignKeyConstraint(["leaf"], ["leaf.n"], name=op.f("fk_version_leaf")),
        sa.PrimaryKeyConstraint("item", "n", name=op.f("pk_version")),
    )
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_version_capture"), ["capture"], unique=False)

    op.create_table(
        "wording_return",
        sa.Column(
            "item",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("seen_until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.pk"], name=op.f("fk_wording_return_item")),
        sa.PrimaryKeyConstraint("item", "since", name=op.f("pk_wording_return")),
    )
    op.create_table(
        "imported_file",
        sa.Column("run", Words(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("path", Words(), nullable=False),
        sa.Column("sha256", Words(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["imported.run"], name=op.f("fk_imported_file_run")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_imported_file_sha256")),
        sa.PrimaryKeyConstraint("run", "position", name=op.f("pk_imported_file")),
    )
    op.create_table(
        "imported_gap",
        sa.Column("run", Words(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", Words(), nullable=False),
        sa.Column("cause", Words(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["imported.run"], name=op.f("fk_imported_gap_run")),
        sa.PrimaryKeyConstraint("run", "position", name=op.f("pk_imported_gap")),
    )

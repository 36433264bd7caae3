"""The database itself refuses to change or remove a line of the audit log."""

from typing import Any

from django.db import migrations

_SQLITE = [
    f"CREATE TRIGGER staff_auditentry_no_{verb.lower()} BEFORE {verb} ON staff_auditentry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRES = [
    "CREATE FUNCTION staff_auditentry_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$",
    "CREATE TRIGGER staff_auditentry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_auditentry "
    "FOR EACH STATEMENT EXECUTE FUNCTION staff_auditentry_only_grows()",
]


def close(apps: Any, schema_editor: Any) -> None:
    """Make the triggers of this kind of database."""
    for statement in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunPython(close, migrations.RunPython.noop)]

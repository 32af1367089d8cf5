"""Runs the migrations on the connection that :mod:`sessionary.storage.migrate` hands over."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=None,
    # The caller has begun an IMMEDIATE transaction and commits it after its own checks.
    transactional_ddl=False,
    transaction_per_migration=False,
)
context.run_migrations()

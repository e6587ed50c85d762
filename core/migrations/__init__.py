"""The SQL of later migrations, one module each; `core.schema` runs them in order and never edits a released one."""

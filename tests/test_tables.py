"""The tables that queries speak of, beside the tables that are made."""

from societyctl.store import schema, tables


def shape(table):
    return {column.name: str(column.type) for column in table.columns}


def test_queries_speak_of_exactly_the_columns_that_are_made():
    made = {name: shape(table) for name, table in schema.METADATA.tables.items()}

    assert {name: shape(table) for name, table in tables.METADATA.tables.items()} == made

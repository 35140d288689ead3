"""What a report says of an option: its tables, the same in every format that is written."""

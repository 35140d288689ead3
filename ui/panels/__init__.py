"""The panels around the chart: tray, totals, problems and inspector.

Each is a plain widget that reads and edits through `ui.document.Document` alone and knows
nothing of the others; the main window puts them where the user wants them.
"""

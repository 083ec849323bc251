"""The spreadsheet side: plan, write, read and compare a form's workbook."""

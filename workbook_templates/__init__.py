"""The forms that gktool carries: one folder of plain data each, read by `toolkit.form.load`."""

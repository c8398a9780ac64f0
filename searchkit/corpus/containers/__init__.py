"""Archives: files whose members are files of the corpus, as if they lay in a folder of its name.

`zip_archives` and `tar_archives` know one kind each. `archive_listing` says what lies in an
archive, and `open_archives` opens one member after another. Nothing is unpacked to disk. What
a header says of a size is never believed where more would follow from it: bytes are counted. A
member is known by where it stands in its archive, so that its name can lead nowhere.
"""

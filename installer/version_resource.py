"""The Windows version resource of an executable, as "Properties, Details" and installers read it."""

_LANGUAGE, _CODE_PAGE = 0x0409, 0x04B0
"""Of the strings: US English, UTF-16."""


def numbers(version: str) -> tuple[int, int, int, int]:
    """What Windows compares: "0.4.1" is (0, 4, 1, 0). Raises ValueError for what is no three numbers."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch, 0


def version_resource(name: str, description: str, version: str) -> str:
    """In the words of PyInstaller's version files. `name` is the executable's, without its ending."""
    told = {
        "CompanyName": "Campanello",
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": name,
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "Campanello",
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in told.items())
    fixed = f"FixedFileInfo(filevers={numbers(version)}, prodvers={numbers(version)})"
    table = f"StringFileInfo([StringTable('{_LANGUAGE:04X}{_CODE_PAGE:04X}', [{strings}])])"
    translation = f"VarFileInfo([VarStruct('Translation', [{_LANGUAGE}, {_CODE_PAGE}])])"
    return f"VSVersionInfo(ffi={fixed}, kids=[{table}, {translation}])\n"

"""make_docs.py STUB.pyi OUT.h: the docstrings of the stub as C++ constants, so that help() and
inspect.signature() tell what the stub says.

A function's text begins with its signature, as CPython wants it to make __text_signature__.
"""

import ast
import sys


def signature(function):
    """name(a, b=None, *, c=1) without the annotations."""
    given = function.args
    for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg):
        if argument is not None:
            argument.annotation = None
    return f"{function.name}({ast.unparse(given)})\n--\n\n"


def is_marked(function, name):
    return any(isinstance(d, ast.Name) and d.id == name for d in function.decorator_list)


def docs(body, prefix=""):
    for item in body:
        if isinstance(item, ast.ClassDef):
            yield item.name, ast.get_docstring(item) or ""
            yield from docs(item.body, item.name + "_")
        elif isinstance(item, ast.FunctionDef):
            text = ast.get_docstring(item) or ""
            if not is_marked(item, "property"):
                text = signature(item) + text
            yield prefix + item.name.strip("_"), text


def main(stub, out):
    with open(stub, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    with open(out, "w", encoding="utf-8") as file:
        file.write(f"// Made from {stub.rsplit('/', 1)[-1]}.\n#pragma once\n\nnamespace python::docs {{\n")
        for name, text in docs(tree.body):
            file.write(f'inline constexpr const char* {name} = R"doc({text})doc";\n')
        file.write("}\n")


main(*sys.argv[1:])

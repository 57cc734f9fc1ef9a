"""How Sphinx makes the documentation site: ``make docs``. What of it is generated: ``_site/generated.py``."""

from __future__ import annotations

import sys
from importlib.metadata import version as version_of
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_site"))

project = "kgraph"
author = "The kgraph authors"
project_copyright = "The kgraph authors, Apache-2.0"
version = release = version_of("kgraph")
language = "en"
highlight_language = "none"

extensions = ["myst_parser", "sphinx.ext.autodoc", "generated"]
exclude_patterns = ["_build", "_site"]
source_suffix = {".md": "markdown"}
root_doc = "index"

myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
add_module_names = False
toc_object_entries = False

html_theme = "furo"
html_title = "kgraph"
html_static_path = ["_site/static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0f766e", "color-brand-content": "#0f5f94"},
    "dark_css_variables": {"color-brand-primary": "#5eead4", "color-brand-content": "#7cc4f5"},
}

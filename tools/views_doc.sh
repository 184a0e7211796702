#!/usr/bin/env bash
# tools/views_doc.sh PROGRAM : prints docs/views.md from the views' own descriptions.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
printf 'Talks went on. Jon Hale said so.\n' > "$dir/a.txt"
"$1" --record "$dir/r.db" add "$dir/a.txt" > /dev/null
echo "# The public views"
echo
echo "Made by \`tools/views_doc.sh\`; \`SELECT … FROM v_<name>\` in any SQLite tool, \`dl_rows_open\` in C,"
echo "\`dateline export --as csv --of <name>\`. No view shows a row number; ids depend on content only."
sqlite3 "$dir/r.db" "SELECT name, what, sort FROM v_view ORDER BY name" | while IFS='|' read -r name what sort; do
  printf '\n## v_%s\n\n%s Sorted by %s.\n\n| column | type | what |\n|---|---|---|\n' "$name" "$what" "$sort"
  sqlite3 "$dir/r.db" "SELECT '| ' || name || ' | ' || type || ' | ' || replace(what, '|', '\\|') || ' |' FROM v_column WHERE view='$name' ORDER BY place"
done

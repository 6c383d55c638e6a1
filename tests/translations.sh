#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# translations: every message can be translated, also what templates and stylesheets say, every
# catalogue is valid, how complete it is, and what a user of another language sees.
. "$SOURCE_ROOT/tests/lib.sh"
cd "$SOURCE_ROOT" || exit 1

extract() {
  # shellcheck disable=SC2046 # no name has a space
  GETTEXTDATADIRS=po xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ \
    --keyword=g_dngettext:2,3 --no-location -o "$scratch/qvirt.pot" $(sh po/files.sh)
}

# extracts TEXT: the catalogue's template has it, on one line.
extracts() {
  msgcat --no-wrap "$scratch/qvirt.pot" | grep -Fqx "msgid \"$1\""
}

# Each "$word" of a message, which a value takes the place of, is in its translation and no other is.
keeps_words() {
  msgattrib --translated --no-obsolete --no-wrap "$1" | awk '
    function words(text, list, n, i, all) {
      n = 0
      all = ""
      while (match(text, /\$[a-z]+/)) {
        list[++n] = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
      }
      for (i = 1; i <= n; i++)
        if (index(all " ", " " list[i] " ") == 0) all = all " " list[i]
      return all
    }
    function covers(all, other, list, n, i) {
      n = split(other, list, " ")
      for (i = 1; i <= n; i++) if (index(all " ", " " list[i] " ") == 0) return 0
      return 1
    }
    /^msgid / { id = words($0) }
    /^msgstr / {
      other = words($0)
      if (!covers(id, other) || !covers(other, id)) { print; wrong = 1 }
    }
    END { exit wrong }'
}

is_valid() {
  msgfmt --check -o /dev/null "$1" && msgmerge --quiet --no-fuzzy-matching -o "$scratch/merged.po" "$1" "$scratch/qvirt.pot"
}

# A message that is not translated yet holds up nobody but a release: QVIRT_RELEASE=1.
is_complete() {
  msgattrib --untranslated --no-obsolete "$scratch/merged.po"
  ! LC_ALL=C msgfmt --statistics -o /dev/null "$scratch/merged.po" 2>&1 | grep -Eq 'untranslated|fuzzy'
}

check "the messages can be extracted" extract
check "with a message of a source" extracts "interrupted"
check "with one of a header" extracts "from the next start on only"
check "with a plural" extracts "%u obstacle is in the way"
check "with the title of a preset" extracts "Windows 98: hardware that its own CD has drivers for"
check "with the reason for a value" extracts "DOS has no driver for it"
check "with the reason for a need" extracts "Windows 11 installs on a PC with a TPM only"
check "with the refusal of an option" extracts "a guest has one IOMMU"
check "with what an option takes" extracts "the codec, duplex or micro"
check "with an obstacle to a migration" extracts "\$there has no network '\$name'"
check "with a rule" extracts "TPM 1.2 has no CRB interface; --with tpm-tis has both"
check "with a sentence of a template of a stylesheet" extracts "emulation (TCG), as asked"
check "with what a device is called" extracts "CD drive \$id"
check "and no expression of XPath" without '\{[$@a-z]|current\(\)' msgcat --no-wrap "$scratch/qvirt.pot"
for language in $(cat po/LINGUAS); do
  check "$language is valid" is_valid "po/$language.po"
  check "$language says each value" keeps_words "po/$language.po"
  echo "# $language: $(LC_ALL=C msgfmt --statistics -o /dev/null "$scratch/merged.po" 2>&1)"
  [ -z "${QVIRT_RELEASE:-}" ] || check "$language is complete" is_complete
done

# in_spanish ARG...: qvirt as a user of that language runs it.
in_spanish() {
  LC_ALL=C.UTF-8 LANGUAGE=es QVIRT_LOCALEDIR="$BUILD_ROOT/po" "$QVIRT" "$@"
}
facts=$SOURCE_ROOT/tests/hosts/debian12-tcg.xml
dry() {
  in_spanish define --facts "$facts" --dry-run x "$@"
}
explains() {
  in_spanish explain --facts "$facts" --preset win10 "$@"
}

check "a preset's title" has 'hardware para el que su propio CD tiene controladores' \
  in_spanish presets
check "an option's title" has 'Discos NVMe: para invitados' in_spanish options
check "a reason" has 'UEFI con variables propias' explains
check "the reason of a setting, and its source" has 'se pidió en la línea de órdenes +la línea de órdenes' \
  explains --vcpus 2
refused 2 'un invitado tiene una sola IOMMU' dry --preset linux --with iommu-virtio --with iommu-intel
refused 6 'solo la máquina i440FX \(pc\) tiene canales IDE' dry --preset linux --layout ide
refused 2 'el códec, duplex o micro' dry --preset linux --with audio-ich6=x
refused 2 'TPM 1.2 no tiene interfaz CRB' dry --preset win10 \
  --set 'devices/tpm[tpm]/backend/@version=1.2'
refused 2 '5 unidades en IDE: la máquina tiene lugar' dry --preset i386 --disk 1G --disk 1G \
  --disk 1G --disk 1G --disk 1G
refused 6 'el controlador de .* no sabe migrar' in_spanish -c test:///default migrate test \
  "test://$SOURCE_ROOT/tests/node.xml"
check "JSON has titles as they are written" has 'Windows 98: hardware that its own CD' \
  in_spanish presets --json
check "and reasons" has 'UEFI with variables of its own' explains --json
done_testing

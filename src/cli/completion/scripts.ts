// The scripts: each asks `rtnl completion words` once a shell, then walks that table. A word that was cut short is the first it begins.

export const bash = `# bash completion for rtnl: source <(rtnl completion bash)
_rtnl() {
  local cur=\${COMP_WORDS[COMP_CWORD]} state=rtnl depth=0 prev= word name i words
  declare -gA _rtnl_table
  if [ \${#_rtnl_table[@]} -eq 0 ]; then
    while IFS=$'\\t' read -r name words; do _rtnl_table[$name]=$words; done < <("\${COMP_WORDS[0]}" completion words 2>/dev/null)
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [ "\${_rtnl_table[$state=$prev]-}" = @type ]; then
      state="type $word"
    elif [ $depth -lt 2 ] && [[ $word != -* ]] && [ -z "\${_rtnl_table[$state=$prev]+x}" ]; then
      for name in \${_rtnl_table[$state]-} "$word"; do
        if [[ $name == "$word"* ]]; then state="$state $name"; depth=$((depth + 1)); word=; break; fi
      done
    fi
    prev=$word
  done
  words=\${_rtnl_table[$state]-}
  if [ -n "\${_rtnl_table[$state=$prev]+x}" ]; then words=\${_rtnl_table[$state=$prev]}; fi
  words=" $words "
  [[ $words == *" @type "* || $words == *" @kind "* ]] && words+=\${_rtnl_table[type]-}
  if [[ $words == *" @link "* ]]; then for name in /sys/class/net/*/; do name=\${name%/}; words+=" \${name##*/}"; done; fi
  if [[ $words == *" @netns "* ]]; then for name in /run/netns/*; do [ -e "$name" ] && words+=" \${name##*/}"; done; fi
  [[ $words == *" @file "* ]] && compopt -o default
  COMPREPLY=()
  for name in $words; do [[ $name == "$cur"* && $name != @* ]] && COMPREPLY+=("$name"); done
}
complete -F _rtnl rtnl
`;

export const zsh = `#compdef rtnl
# zsh completion for rtnl: source <(rtnl completion zsh), or as _rtnl in a folder of $fpath
_rtnl() {
  local state=rtnl depth=0 prev= word name found i
  local -a offered
  typeset -gA _rtnl_table
  if (( ! \${#_rtnl_table} )); then
    while IFS=$'\\t' read -r name found; do _rtnl_table[$name]=$found; done < <($words[1] completion words 2>/dev/null)
  fi
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ \${_rtnl_table[$state=$prev]-} == @type ]]; then
      state="type $word"
    elif (( depth < 2 )) && [[ $word != -* ]] && (( ! \${+_rtnl_table[$state=$prev]} )); then
      for name in \${=_rtnl_table[$state]-} "$word"; do
        if [[ $name == "$word"* ]]; then state="$state $name"; (( depth++ )); word=; break; fi
      done
    fi
    prev=$word
  done
  offered=(\${=_rtnl_table[$state]-})
  (( \${+_rtnl_table[$state=$prev]} )) && offered=(\${=_rtnl_table[$state=$prev]})
  (( $offered[(I)@type] || $offered[(I)@kind] )) && offered+=(\${=_rtnl_table[type]})
  (( $offered[(I)@link] )) && offered+=(/sys/class/net/*(N-/:t))
  (( $offered[(I)@netns] )) && offered+=(/run/netns/*(N:t))
  (( $offered[(I)@file] )) && _files
  offered=(\${offered:#@*})
  compadd -a offered
}
if [ "$funcstack[1]" = _rtnl ]; then _rtnl "$@"; else compdef _rtnl rtnl; fi
`;

export const fish = `# fish completion for rtnl: rtnl completion fish | source
function __rtnl_lookup
    string match -r -- '^'(string escape --style=regex -- $argv[1])'\\t.*' $__rtnl_table | string replace -r '^[^\\t]*\\t' '' | string split -n ' '
end
function __rtnl_known
    string match -qr -- '^'(string escape --style=regex -- $argv[1])'\\t' $__rtnl_table
end
function __rtnl
    set -l typed (commandline -opc)
    set -q __rtnl_table; or set -g __rtnl_table ($typed[1] completion words 2>/dev/null)
    set -l state rtnl
    set -l depth 0
    set -l prev ''
    for word in $typed[2..]
        if test "$(__rtnl_lookup "$state=$prev")" = @type
            set state "type $word"
        else if test $depth -lt 2; and not string match -q -- '-*' $word; and not __rtnl_known "$state=$prev"
            for name in (__rtnl_lookup $state) $word
                if string match -qr -- '^'(string escape --style=regex -- $word) $name
                    set state "$state $name"
                    set depth (math $depth + 1)
                    set word ''
                    break
                end
            end
        end
        set prev $word
    end
    set -l words (__rtnl_lookup $state)
    __rtnl_known "$state=$prev"; and set words (__rtnl_lookup "$state=$prev")
    for name in $words
        switch $name
            case @type @kind
                __rtnl_lookup type
            case @link
                path basename /sys/class/net/*/
            case @netns
                path basename /run/netns/*
            case @file
                __fish_complete_path (commandline -ct)
            case '*'
                echo $name
        end
    end
end
complete -c rtnl -f -a '(__rtnl)'
`;

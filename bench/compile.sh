# shellcheck shell=bash
# Sourced by the scripts of this folder: builds the hub, then the load program against the hub and its libraries.
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
"$home/hub" help >/dev/null
classes=$home/bench/target/classes
rm -rf "$classes"
mkdir -p "$classes"
libraries=$home/target/tocsin.jar:$home/target/libraries.jar
classpath=$classes:$libraries
"${JAVA_HOME:+$JAVA_HOME/bin/}javac" --release 17 -Xlint:all,-classfile,-processing,-try -proc:none \
  -cp "$libraries" -d "$classes" "$home"/bench/src/io/tocsin/bench/*.java "$home"/bench/src/io/tocsin/pipeline/*/*.java

bench() {
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g -XX:+UseParallelGC -cp "$classpath" "$@"
}

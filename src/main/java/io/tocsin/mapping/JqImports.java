package io.tocsin.mapping;

import io.tocsin.check.FileText;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a jq file imports: {@code import "aws" as aws;} is {@code aws.jq} of the same folder, and of no other.
 *
 * @param names the names, without {@code .jq}
 * @param folder the folder of the jq file
 * @param modules the files, those that a module imports in its turn included
 */
record JqImports(Set<String> names, Path folder, List<FileText> modules) {
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+\"([a-z0-9-]+)\"\\s+as\\s");

    JqImports {
        names = Set.copyOf(names);
        modules = List.copyOf(modules);
    }

    /** @throws io.tocsin.check.InvalidFileException if a file that is imported cannot be read */
    static JqImports of(FileText jq, Path folder) {
        Set<String> all = new TreeSet<>();
        collect(jq, folder, all);
        return new JqImports(
                named(jq),
                folder,
                all.stream().map(name -> FileText.read(file(folder, name))).toList());
    }

    private static void collect(FileText jq, Path folder, Set<String> all) {
        for (String name : named(jq)) {
            if (all.add(name)) {
                collect(FileText.read(file(folder, name)), folder, all);
            }
        }
    }

    private static Set<String> named(FileText jq) {
        return IMPORT.matcher(jq.content())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(name + ".jq");
    }
}

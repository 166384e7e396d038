package io.tocsin.mapping;

import io.tocsin.check.FileText;
import io.tocsin.check.Finding;
import io.tocsin.check.InvalidFileException;
import io.tocsin.mapping.JqProgram.JqException;
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

    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    JqImports {
        names = Set.copyOf(names);
        modules = List.copyOf(modules);
    }

    /** @throws InvalidFileException if a file that is imported cannot be read */
    static JqImports of(FileText jq, Path folder) {
        Set<String> all = new TreeSet<>();
        collect(jq, folder, all);
        return new JqImports(
                named(jq),
                folder,
                all.stream().map(name -> FileText.read(file(folder, name))).toList());
    }

    /**
     * The program of the file that imports them.
     *
     * @throws InvalidFileException with the file and line, if it or a module is no jq program
     */
    JqProgram compile(FileText jq, JqBuiltins builtins, JqLimits limits) {
        // Each by itself first, so that a mistake is told with the line of the file that it is in.
        modules.forEach(module -> program(module, module.content() + "\nnull", Set.of(), builtins, limits));
        return program(jq, jq.content(), names, builtins, limits);
    }

    private JqProgram program(FileText file, String text, Set<String> imports, JqBuiltins builtins, JqLimits limits) {
        try {
            return new JqProgram(text, imports, folder, builtins, limits, System::nanoTime);
        } catch (JqException refused) {
            String message = refused.getMessage().replaceAll("\\s+", " ");
            int line = LINE.matcher(message)
                    .results()
                    .findFirst()
                    .map(found -> Integer.parseInt(found.group(1)))
                    .orElse(0);
            throw new InvalidFileException(List.of(
                    new Finding(file.name(), line, message, "a jq program", "look at this line and the one above it")));
        }
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

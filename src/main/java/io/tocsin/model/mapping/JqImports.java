package io.tocsin.model.mapping;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.mapping.JqProgram.JqException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a jq file imports: {@code import "aws" as aws;} is {@code aws.jq} of the same folder, and of no other.
 *
 * @param names the names, without {@code .jq}
 * @param folder the folder of the jq file
 * @param modules the files, those that a module imports in its turn included
 */
record JqImports(Set<String> names, Path folder, List<FileText> modules) {
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+\"([a-z0-9-]+)\"\\s+as\\s");

    private static final String VARIABLES = Mappings.VARIABLES.stream()
            .sorted()
            .map("$"::concat)
            .collect(Collectors.joining(", ", "a variable of this file, or one of ", ""));

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
     * @throws InvalidFileException with the file and line, if it or a module is no jq program, or names what nobody defines
     */
    JqProgram compile(FileText jq, JqBuiltins builtins, JqLimits limits) {
        // Each by itself first, so that a mistake is told with the line of the file that it is in.
        List<Finding> broken = new ArrayList<>();
        for (FileText module : modules) {
            tried(() -> program(module, module.content() + "\nnull", Set.of(), builtins, limits), broken);
        }
        tried(() -> program(jq, jq.content(), Set.of(), builtins, limits), broken);
        if (!broken.isEmpty()) {
            throw new InvalidFileException(broken);
        }
        List<Finding> unknown = new ArrayList<>();
        for (FileText module : modules) {
            unknown(module, program(module, module.content() + "\nnull", named(module), builtins, limits), unknown);
        }
        JqProgram program = program(jq, jq.content(), names, builtins, limits);
        unknown(jq, program, unknown);
        if (!unknown.isEmpty()) {
            throw new InvalidFileException(unknown);
        }
        return program;
    }

    private static void tried(Supplier<JqProgram> program, List<Finding> broken) {
        try {
            program.get();
        } catch (InvalidFileException refused) {
            broken.addAll(refused.findings());
        }
    }

    private static void unknown(FileText file, JqProgram program, List<Finding> findings) {
        program.unknown(Mappings.VARIABLES).stream()
                .map(name -> unknown(file, name))
                .forEach(findings::add);
    }

    private static Finding unknown(FileText file, String name) {
        if (name.startsWith("import ")) {
            return new Finding(
                    file.name(),
                    line(file, "import"),
                    "the " + name,
                    "a file of the same folder, without .jq",
                    "correct its name");
        }
        boolean variable = name.startsWith("$");
        String kind = variable ? "variable" : name.startsWith("@") ? "format" : "function";
        return new Finding(
                file.name(),
                line(file, name),
                "the unknown " + kind + " `" + name + "`",
                variable
                        ? VARIABLES
                        : "one of this file, of what it imports, of jq 1.7 or of the hub, with as many arguments",
                "correct its name; docs/mappings.md has what jq files can use");
    }

    /** The first line with the word that is no comment; 0 where none has it. */
    private static int line(FileText file, String name) {
        String word = name.replaceFirst("^.*::", "").replaceFirst("/\\d+$", "").replaceFirst("^[$@]", "");
        Pattern whole = Pattern.compile("(?<![\\w.])" + Pattern.quote(word) + "\\b");
        List<String> lines = file.content().lines().toList();
        return 1
                + IntStream.range(0, lines.size())
                        .filter(index -> !lines.get(index).strip().startsWith("#"))
                        .filter(index -> whole.matcher(lines.get(index)).find())
                        .findFirst()
                        .orElse(-1);
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

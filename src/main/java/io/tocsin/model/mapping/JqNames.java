package io.tocsin.model.mapping;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.ImportStatement;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import net.thisptr.jackson.jq.internal.tree.VariableKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ObjectMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ValueMatcher;
import net.thisptr.jackson.jq.module.Module;
import net.thisptr.jackson.jq.module.ModuleLoader;

/**
 * The functions, formats and variables that a program names and nobody defines. jq refuses such a program; jackson-jq 1.6
 * looks for a name only when a run comes to it, so that the mistake would first show in an event.
 *
 * <p>The library's syntax tree keeps its fields to itself, so they are read by reflection. A name that the program defines
 * anywhere counts as known in all of it: what is right is never refused.
 */
final class JqNames {
    private static final String TREE = JsonQuery.class.getPackageName() + ".internal";

    private final Set<String> defined = new HashSet<>();
    private final Set<Named> named = new LinkedHashSet<>();
    private final List<ImportStatement> imports = new ArrayList<>();

    /**
     * One of these.
     *
     * @param module the name that its module has in the file; null for the file's own, jq's and the hub's
     * @param name with the sign of a format or variable
     * @param args how many it is given
     */
    private record Named(String module, String name, int args) {
        String shown() {
            boolean function = !name.startsWith("$") && !name.startsWith("@");
            return (module == null ? "" : module + "::") + name + (function ? "/" + args : "");
        }
    }

    /**
     * In order: {@code name/arguments} of functions, {@code @name} of formats, {@code $name} of variables, and {@code import
     * name} of modules that are not there.
     *
     * @param query the program
     * @param scope with the functions that are there without it, and the loader of modules
     * @param variables the names of the variables that a run gives it
     */
    static List<String> unknown(JsonQuery query, Scope scope, Set<String> variables) {
        JqNames names = new JqNames();
        variables.forEach(name -> names.defined.add("$" + name));
        names.fieldsOf(query);
        List<String> unknown = new ArrayList<>();
        Map<String, List<Module>> modules = names.load(scope.getModuleLoader(), unknown);
        names.named.stream()
                .filter(one -> !names.isKnown(one, scope, modules))
                .map(Named::shown)
                .forEach(unknown::add);
        return unknown;
    }

    /** By the name that they have in the file; "" for what {@code include} gives it. */
    private Map<String, List<Module>> load(ModuleLoader loader, List<String> unknown) {
        Map<String, List<Module>> modules = new HashMap<>();
        for (ImportStatement statement : imports) {
            try {
                if (!statement.dollarImport) {
                    modules.computeIfAbsent(Objects.toString(statement.name, ""), name -> new ArrayList<>())
                            .add(loader.loadModule(null, statement.path, statement.metadata));
                }
            } catch (JsonQueryException notThere) {
                unknown.add("import " + statement.path);
            }
        }
        return modules;
    }

    private boolean isKnown(Named one, Scope scope, Map<String, List<Module>> modules) {
        if (one.name.startsWith("$")) {
            return one.module != null || defined.contains(one.name);
        }
        List<Module> places = modules.getOrDefault(Objects.toString(one.module, ""), List.of());
        return places.stream().anyMatch(module -> module.getFunction(one.name, one.args) != null)
                || one.module == null
                        && (defined.contains(one.shown()) || scope.getFunction(one.name, one.args) != null)
                || one.module != null && places.isEmpty(); // its import is told
    }

    private void look(Object node) {
        if (node instanceof JqCounting.Counted counted) {
            look(counted.inner());
        } else if (node instanceof Iterable<?> nodes && !isOfTree(node)) {
            nodes.forEach(this::look);
        } else if (node != null && isOfTree(node) && !(node instanceof Enum)) {
            note(node);
            fieldsOf(node);
        }
    }

    private static boolean isOfTree(Object node) {
        return node.getClass().getName().startsWith(TREE);
    }

    private void note(Object node) {
        if (node instanceof FunctionDefinition) {
            List<?> args = (List<?>) field(node, "args");
            defined.add(field(node, "fname") + "/" + args.size());
            // `def f($x)` gives both $x and a function x.
            args.stream().map(String::valueOf).forEach(arg -> {
                defined.add(arg.replace("$", "") + "/0");
                defined.add("$" + arg.replace("$", ""));
            });
        } else if (node instanceof FunctionCall) {
            named.add(new Named(
                    (String) field(node, "moduleName"),
                    (String) field(node, "name"),
                    ((List<?>) field(node, "args")).size()));
        } else if (node instanceof FormattingFilter) {
            named.add(new Named(null, "@" + field(node, "name"), 0));
        } else if (node instanceof VariableAccess) {
            named.add(new Named((String) field(node, "moduleName"), "$" + field(node, "name"), 0));
        } else if (node instanceof VariableKeyFieldConstruction) {
            named.add(new Named(null, "$" + field(node, "name"), 0));
        } else if (node instanceof ValueMatcher) {
            defined.add("$" + field(node, "name"));
        } else if (node instanceof ObjectMatcher.FieldMatcher && field(node, "name") instanceof ValueLiteral name) {
            defined.add("$" + name.value().asText()); // `as {$x}`
        } else if (node instanceof ImportStatement statement) {
            imports.add(statement);
        }
    }

    private void fieldsOf(Object node) {
        for (Class<?> type = node.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    look(value(node, field));
                }
            }
        }
    }

    private static Object field(Object node, String name) {
        try {
            return value(node, node.getClass().getDeclaredField(name));
        } catch (NoSuchFieldException otherVersion) {
            throw new IllegalStateException("jackson-jq's syntax tree has changed", otherVersion);
        }
    }

    private static Object value(Object node, Field field) {
        try {
            field.setAccessible(true);
            return field.get(node);
        } catch (IllegalAccessException otherVersion) {
            throw new IllegalStateException("jackson-jq's syntax tree has changed", otherVersion);
        }
    }
}

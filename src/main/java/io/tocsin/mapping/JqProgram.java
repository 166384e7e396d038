package io.tocsin.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.module.ModuleLoader;
import net.thisptr.jackson.jq.module.loaders.FileSystemModuleLoader;

/**
 * A jq file, compiled once. Safe for use by many threads.
 *
 * <p>jackson-jq knows neither a time limit nor an interrupt, so every built-in function is wrapped to count a step when it
 * is called and for each value it produces; endless recursion ends in a stack overflow, which is caught. What is not
 * limited is the size of one value: a file that doubles a string a hundred times can exhaust the memory. jq files are
 * code and trusted; the limits are against mistakes.
 */
final class JqProgram {
    private final JsonQuery query;
    private final JqLimits limits;
    private final LongSupplier nanoTime;
    private final Scope root = Scope.newEmptyScope();
    private final ThreadLocal<JqBudget> budget = new ThreadLocal<>();

    /** A jq program that failed, or could not be compiled; the message is jq's own. */
    static final class JqException extends Exception {
        private static final long serialVersionUID = 1L;

        JqException(String message) {
            super(message, null, false, false);
        }
    }

    /** A program that imports nothing. */
    JqProgram(String text, JqLimits limits, LongSupplier nanoTime) throws JqException {
        this(text, Set.of(), Path.of(""), limits, nanoTime);
    }

    /**
     * @param text the program
     * @param imports the names of the modules that it imports: they are compiled now, so that what is wrong is known now
     * @param folder where the modules stand, {@code <name>.jq} each
     */
    JqProgram(String text, Set<String> imports, Path folder, JqLimits limits, LongSupplier nanoTime)
            throws JqException {
        this.limits = limits;
        this.nanoTime = nanoTime;
        try {
            this.query = JsonQuery.compile(text, Versions.JQ_1_7);
        } catch (JsonQueryException | RuntimeException refused) {
            // The parser's own words say where; those around it repeat the whole file.
            Throwable parser = refused.getCause() == null ? refused : refused.getCause();
            throw new JqException(String.valueOf(parser.getMessage()).split("\\R", 2)[0]);
        }
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, root);
        Map<String, Function> builtin = new HashMap<>(root.getLocalFunctions());
        builtin.forEach((name, function) -> root.addFunction(name, counting(function)));
        load(imports, folder);
    }

    private void load(Set<String> imports, Path folder) throws JqException {
        ModuleLoader modules = new FileSystemModuleLoader(root, Versions.JQ_1_7, folder.toAbsolutePath());
        root.setModuleLoader(modules);
        for (String name : imports) {
            try {
                modules.loadModule(null, name, null);
            } catch (JsonQueryException | RuntimeException refused) {
                throw new JqException(String.valueOf(refused.getMessage()).split("\\R", 2)[0]);
            }
        }
    }

    /** The values that the program makes of the input, the elements of arrays one by one; with its variables. */
    List<JsonNode> run(JsonNode input, Map<String, JsonNode> variables) throws JqException {
        Scope scope = Scope.newChildScope(root);
        variables.forEach(scope::setValue);
        List<JsonNode> outputs = new ArrayList<>();
        JqBudget run = new JqBudget(limits, nanoTime);
        budget.set(run);
        try {
            query.apply(scope, input, output -> {
                for (JsonNode value : output.isArray() ? output : List.of(output)) {
                    run.output();
                    outputs.add(value);
                }
            });
            return outputs;
        } catch (StackOverflowError endless) {
            throw new JqException("it calls itself without end");
        } catch (JqBudget.Spent spent) {
            throw new JqException(spent.getMessage());
        } catch (JsonQueryException | RuntimeException failed) {
            throw new JqException(String.valueOf(failed.getMessage()));
        } finally {
            budget.remove();
        }
    }

    private Function counting(Function function) {
        return (scope, args, in, path, output, version) -> {
            JqBudget run = budget.get();
            run.step();
            function.apply(
                    scope,
                    args,
                    in,
                    path,
                    (value, valuePath) -> {
                        run.step();
                        output.emit(value, valuePath);
                    },
                    version);
        };
    }
}

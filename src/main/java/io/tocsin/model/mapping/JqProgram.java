package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
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
 * is called and for each value it produces, and so are functions of the file's own and lists that are gone through ({@link
 * JqCounting}); endless recursion ends in a stack overflow, which is caught. What is not limited is the size of one value, a
 * file that doubles a string a hundred times can exhaust the memory, and the time of one regular expression, which the library
 * runs where nobody can interrupt it. jq files are code and trusted; the limits are against mistakes.
 */
final class JqProgram {
    private final JsonQuery query;
    private final JqLimits limits;
    private final LongSupplier nanoTime;
    private final JqBuiltins builtins;
    private final Scope root;

    /** A jq program that failed, or could not be compiled; the message is jq's own. */
    static final class JqException extends Exception {
        private static final long serialVersionUID = 1L;

        JqException(String message) {
            super(message, null, false, false);
        }
    }

    /** A program that imports nothing. */
    JqProgram(String text, JqLimits limits, LongSupplier nanoTime) throws JqException {
        this(text, Set.of(), Path.of(""), new JqBuiltins(), limits, nanoTime);
    }

    /**
     * @param text the program
     * @param imports the names of the modules that it imports: they are compiled now, so that what is wrong is known now
     * @param folder where the modules stand, {@code <name>.jq} each
     * @param builtins jq's own functions, shared with other programs
     */
    JqProgram(
            String text, Set<String> imports, Path folder, JqBuiltins builtins, JqLimits limits, LongSupplier nanoTime)
            throws JqException {
        this.builtins = builtins;
        this.root = builtins.newScope();
        this.limits = limits;
        this.nanoTime = nanoTime;
        try {
            this.query = JsonQuery.compile(text, Versions.JQ_1_7);
        } catch (JsonQueryException | RuntimeException refused) {
            // The parser's own words say where; those around it repeat the whole file.
            Throwable parser = refused.getCause() == null ? refused : refused.getCause();
            throw new JqException(String.valueOf(parser.getMessage()).split("\\R", 2)[0]);
        } catch (StackOverflowError deep) {
            throw new JqException("it is nested too deep");
        }
        builtins.counting().within(query);
        load(imports, folder);
    }

    private void load(Set<String> imports, Path folder) throws JqException {
        ModuleLoader loader = new FileSystemModuleLoader(
                root, Versions.JQ_1_7, folder.toAbsolutePath().normalize());
        root.setModuleLoader(loader);
        for (String name : imports) {
            try {
                builtins.counting().within(loader.loadModule(null, name, null));
            } catch (JsonQueryException | RuntimeException refused) {
                throw new JqException(String.valueOf(refused.getMessage()).split("\\R", 2)[0]);
            } catch (StackOverflowError deep) {
                throw new JqException("module " + name + " is nested too deep");
            }
        }
    }

    /**
     * What it names and nobody defines, so that it fails when it comes there; see {@link JqNames#unknown}.
     *
     * @param variables what each run gives it
     */
    List<String> unknown(Set<String> variables) {
        return JqNames.unknown(query, root, variables);
    }

    /** The same for an input of ordinary size. */
    List<JsonNode> run(JsonNode input, Map<String, JsonNode> variables) throws JqException {
        return run(input, 0, variables);
    }

    /**
     * The values that the program makes of the input, the elements of arrays one by one; with its variables.
     *
     * @param size the input's characters
     */
    List<JsonNode> run(JsonNode input, int size, Map<String, JsonNode> variables) throws JqException {
        Scope scope = Scope.newChildScope(root);
        variables.forEach(scope::setValue);
        List<JsonNode> outputs = new ArrayList<>();
        JqBudget run = new JqBudget(limits.forPayload(size), nanoTime);
        builtins.begin(run);
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
            builtins.end();
        }
    }
}

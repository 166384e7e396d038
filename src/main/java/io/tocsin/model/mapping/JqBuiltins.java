package io.tocsin.model.mapping;

import java.util.HashMap;
import java.util.Map;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/**
 * jq's own functions and the hub's ({@link HubFunctions}), each counting what it does against the budget of the run that it is called in. Reading them takes
 * longer than compiling a jq file, so programs share one. Safe for use by many threads.
 */
final class JqBuiltins {
    private final Scope scope = Scope.newEmptyScope();
    private final ThreadLocal<JqBudget> budget = new ThreadLocal<>();

    JqBuiltins() {
        // jq's functions that are written in jq find the others in this scope: what they call is counted as well.
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
        HubFunctions.add(scope);
        Map<String, Function> builtin = new HashMap<>(scope.getLocalFunctions());
        builtin.forEach((name, function) -> scope.addFunction(name, counting(function)));
    }

    /** What has a program's own parts count as well. */
    JqCounting counting() {
        return new JqCounting(budget::get);
    }

    /** A scope that has them, for one program. */
    Scope newScope() {
        return Scope.newChildScope(scope);
    }

    /** Counts what this thread does against the budget, until {@link #end()}. */
    void begin(JqBudget run) {
        budget.set(run);
    }

    /** This thread's run is over. */
    void end() {
        budget.remove();
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

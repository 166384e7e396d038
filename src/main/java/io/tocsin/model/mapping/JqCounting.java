package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.RecursionOperator;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketExtractFieldAccess;
import net.thisptr.jackson.jq.module.Module;
import net.thisptr.jackson.jq.path.Path;

/**
 * Has what a program can do without jq's own functions count against its budget, too: the calls of functions that it defines
 * itself, and what {@code .[]} and {@code ..} give. Whatever takes long comes by one of these often: a function that calls itself
 * twice, or lists crossed with each other.
 *
 * <p>The library's syntax tree has no place for it, so that its nodes are replaced by reflection, once, when a program is compiled.
 */
final class JqCounting {
    private static final String TREE = JsonQuery.class.getPackageName() + ".internal";

    private final Supplier<JqBudget> budget;

    /** @param budget of the run that this thread is at; null outside of runs */
    JqCounting(Supplier<JqBudget> budget) {
        this.budget = budget;
    }

    /** Within a program. */
    void within(JsonQuery program) {
        replaceIn(program);
    }

    /** Within the functions that a module gives. */
    void within(Module module) {
        module.getAllFunctions().values().stream()
                .filter(JsonQueryFunction.class::isInstance)
                .forEach(this::replaceIn);
    }

    /** @param node one of the library's, whose parts are replaced */
    private void replaceIn(Object node) {
        for (Class<?> type = node.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    replace(node, field);
                }
            }
        }
    }

    private void replace(Object node, Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(node);
            boolean isBody = field.getName().equals("body")
                    && (node instanceof FunctionDefinition || node instanceof JsonQueryFunction);
            Object counted = isBody && !(value instanceof Counted) ? body((Expression) value) : counted(value);
            if (counted != value && field.getType().isInstance(counted)) {
                field.set(node, counted);
            }
        } catch (IllegalAccessException otherVersion) {
            throw new IllegalStateException("jackson-jq's syntax tree has changed", otherVersion);
        }
    }

    /** The same value, or what stands for it. */
    private Object counted(Object value) {
        if (value instanceof List<?> list) {
            List<Object> all = new ArrayList<>(list.size());
            list.forEach(one -> all.add(counted(one)));
            return same(all, list) ? list : all;
        }
        if (value == null
                || value instanceof Enum
                || !value.getClass().getName().startsWith(TREE)) {
            return value;
        }
        replaceIn(value);
        return value instanceof BracketExtractFieldAccess || value instanceof RecursionOperator
                ? new Counted((Expression) value, true)
                : value;
    }

    private Expression body(Expression body) {
        return new Counted((Expression) counted(body), false);
    }

    private static boolean same(List<?> one, List<?> other) {
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i) != other.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** An expression that counts when it is asked, and for each value that it gives if that may be many. */
    final class Counted implements Expression {
        private final Expression inner;
        private final boolean many;

        private Counted(Expression inner, boolean many) {
            this.inner = inner;
            this.many = many;
        }

        Expression inner() {
            return inner;
        }

        @Override
        public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
                throws JsonQueryException {
            JqBudget run = budget.get();
            if (run == null) {
                inner.apply(scope, in, path, output, requirePath);
                return;
            }
            run.step();
            PathOutput counting = many
                    ? (value, valuePath) -> {
                        run.step();
                        output.emit(value, valuePath);
                    }
                    : output;
            inner.apply(scope, in, path, counting, requirePath);
        }

        @Override
        public String toString() {
            return inner.toString();
        }
    }
}

package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.model.alert.Blank;
import io.tocsin.model.alert.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * What mappings can do beside jq's own functions:
 *
 * <ul>
 *   <li>{@code first_of(.a, .b)}: the first of these that is not blank, or null; blank is absent, as {@link Blank} says
 *   <li>{@code given}: the value itself, or nothing where it is blank
 *   <li>{@code subject}: what a payload is about whose sender gives no identity, {@code {identity, names}}; see {@link
 *       Subject}
 *   <li>{@code naming(title)}: of what {@code subject} gave: the title, and the names that it lacks in brackets
 * </ul>
 */
final class HubFunctions {
    private HubFunctions() {}

    static void add(Scope scope) {
        scope.addFunction("first_of", 1, firstOf());
        scope.addFunction("given", 0, (at, args, in, path, output, version) -> {
            if (!Blank.is(in)) {
                output.emit(in, path);
            }
        });
        scope.addFunction(
                "subject", 0, (at, args, in, path, output, version) -> output.emit(json(Subject.of(in)), null));
        scope.addFunction("naming", 1, naming());
    }

    private static Function firstOf() {
        return (scope, args, in, path, output, version) -> {
            JsonNode[] first = {NullNode.getInstance()};
            args.get(0).apply(scope, in, value -> {
                if (first[0].isNull() && !Blank.is(value)) {
                    first[0] = value;
                }
            });
            output.emit(first[0], null);
        };
    }

    private static Function naming() {
        return (scope, args, in, path, output, version) -> {
            JsonNode title = value(scope, args.get(0), in);
            List<String> names = new ArrayList<>();
            in.path("names").forEach(name -> names.add(name.asText()));
            output.emit(
                    title.isTextual() ? TextNode.valueOf(new Subject(Map.of(), names).in(title.textValue())) : title,
                    null);
        };
    }

    private static JsonNode value(Scope scope, Expression expression, JsonNode in) throws JsonQueryException {
        JsonNode[] last = {NullNode.getInstance()};
        expression.apply(scope, in, value -> last[0] = value);
        return last[0];
    }

    private static ObjectNode json(Subject subject) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        subject.identity().forEach(json.putObject("identity")::put);
        subject.names().forEach(json.putArray("names")::add);
        return json;
    }
}

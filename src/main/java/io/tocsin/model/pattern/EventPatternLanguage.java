package io.tocsin.model.pattern;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.Predicate;
import org.apache.camel.spi.annotations.Language;
import org.apache.camel.support.LanguageSupport;
import org.apache.camel.support.PredicateToExpressionAdapter;

/**
 * The Camel language {@code event-pattern}: a predicate over the message body, which is JSON as a Jackson node, a map, a
 * string or bytes. A body that is not a JSON object matches nothing.
 *
 * <pre>{@code
 * - choice:
 *     when:
 *       - expression:
 *           language:
 *             language: event-pattern
 *             expression: '{ "source": [ "aws.ec2" ] }'
 * }</pre>
 */
@Language("event-pattern")
public class EventPatternLanguage extends LanguageSupport {
    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> fields = ConcurrentHashMap.newKeySet();

    /** @throws ExpressionIllegalSyntaxException if the text is not an event pattern, so that the route does not start */
    @Override
    public Predicate createPredicate(String expression) {
        EventPattern pattern;
        try {
            pattern = EventPattern.compile(expression);
        } catch (InvalidPattern invalid) {
            throw new ExpressionIllegalSyntaxException(expression, invalid);
        }
        fields.addAll(pattern.fields());
        return exchange -> pattern.matches(body(exchange));
    }

    /** The same as a Boolean value. */
    @Override
    public Expression createExpression(String expression) {
        return PredicateToExpressionAdapter.toExpression(createPredicate(expression));
    }

    /** The dotted names of the fields that routes of this context ever asked for. */
    public Set<String> fields() {
        return Set.copyOf(fields);
    }

    private JsonNode body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof JsonNode node) {
            return node;
        }
        try {
            if (body instanceof Map<?, ?> map) {
                return json.valueToTree(map);
            }
            byte[] bytes = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
            return bytes == null ? MissingNode.getInstance() : json.readTree(bytes);
        } catch (JacksonException | IllegalArgumentException notJson) {
            return MissingNode.getInstance();
        } catch (IOException unreadable) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", unreadable);
        }
    }
}

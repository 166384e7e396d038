package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Policy;
import io.tocsin.model.recipient.Recipients;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/**
 * Whom to notify of what, as the files of rules and recipients say at the moment.
 *
 * @param policies what the enabled rules say of their incidents, by their names
 * @param recipients the people who can be notified
 */
public record Notifying(Supplier<Map<String, Policy>> policies, Supplier<Recipients> recipients) {

    /** Nobody, of nothing: where a context has no rules, as a test's. */
    public static final Notifying NOBODY = new Notifying(Map::of, Recipients::none);

    /** What the hub bound into this context. */
    public static Notifying of(CamelContext context) {
        Notifying bound = CamelContextHelper.findSingleByType(context, Notifying.class);
        return bound == null ? NOBODY : bound;
    }
}

package io.tocsin.app.hub;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Does something with the context after it was configured and before its routes are read. */
final class BeforeRoutes extends MainListenerSupport {

    private final Consumer<CamelContext> action;

    BeforeRoutes(Consumer<CamelContext> action) {
        this.action = action;
    }

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        action.accept(main.getCamelContext());
    }
}

package io.tocsin.pipeline.outbox;

import io.tocsin.model.receiver.LaneOption;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{lane:concurrency}}}: an option of the receiver whose route is being made, for a part of its channel that needs it, too:
 * as many connections as sends at a time, say.
 */
public final class LaneProperty implements PropertiesFunction, CamelContextAware {

    private CamelContext context;

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public String getName() {
        return "lane";
    }

    /** @throws IllegalArgumentException where there is no such option, or its value is wrong */
    @Override
    public String apply(String remainder) {
        LaneOption option = LaneOption.ofReceiver(remainder.strip())
                .orElseThrow(() ->
                        new IllegalArgumentException("`" + remainder + "` is no option of a lane; expected one of "
                                + String.join(
                                        ", ",
                                        LaneOption.ofReceivers().stream()
                                                .map(LaneOption::option)
                                                .toList())));
        OptionsTold told = OptionsTold.to(context);
        String value = told.options(told.receiver(), Map.of()).value(option);
        option.fault(value).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return value;
    }
}

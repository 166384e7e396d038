package io.tocsin.channel;

import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.template.Configuration;
import io.tocsin.channel.endpoint.EndpointMessage;
import io.tocsin.channel.endpoint.EndpointRefusal;
import io.tocsin.channel.endpoint.EndpointVerdict;
import io.tocsin.channel.http.Authorization;
import io.tocsin.channel.http.HasCall;
import io.tocsin.channel.http.HttpVerdict;
import io.tocsin.channel.http.KeepAnswer;
import io.tocsin.channel.http.ReadHttpAnswer;
import io.tocsin.channel.http.TakeCall;
import io.tocsin.channel.http.WebhookRequest;
import io.tocsin.channel.http.WebhookSignature;
import io.tocsin.channel.mail.Mail;
import io.tocsin.channel.mail.MailVerdict;
import io.tocsin.channel.mail.SmtpSender;
import io.tocsin.channel.text.DataTemplates;
import io.tocsin.channel.text.PlainText;
import io.tocsin.channel.tls.PemTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.camel.component.resilience4j.ResilienceConstants;
import org.apache.camel.model.Resilience4jConfigurationDefinition;
import org.apache.camel.spi.Registry;

/** The beans that the route templates in {@code routes/channels} name. */
public final class ChannelBeans {
    private ChannelBeans() {}

    /**
     * Binds {@code plainText}, {@code hasCall}, {@code takeCall}, {@code httpAnswer}, {@code httpVerdict}, {@code keepAnswer}, {@code
     * sendVerdict}, {@code endpointRefusal}, {@code endpointVerdict}, {@code mailVerdict}, {@code freemarkerTemplates}, {@code jq} (the functions of {@link JqText}) and what
     * every breaker has in common.
     *
     * <p>And what a template makes for each receiver, with properties of its own: {@code type: "#bean:authorization"} in its {@code
     * beans:}, or {@code endpointMessage}, {@code incidentMail}, {@code pemTls}, {@code smtpSender}, {@code webhookRequest}; {@code
     * webhookSignature} has a method {@code of} that makes one, {@code awsSends} one for each service of AWS.
     *
     * @param registry of the Camel context that will load the route templates
     * @param clock against which a provider's {@code Retry-After} date is measured
     * @param routes the folders that hold {@code channels/}; a file in an earlier one wins
     * @throws UncheckedIOException where one of them cannot be read
     */
    public static void bindTo(Registry registry, InstantSource clock, Path... routes) {
        registry.bind("plainText", new PlainText());
        registry.bind("hasCall", new HasCall());
        registry.bind("takeCall", new TakeCall());
        registry.bind("httpAnswer", new ReadHttpAnswer());
        registry.bind("keepAnswer", new KeepAnswer());
        registry.bind("httpVerdict", new HttpVerdict(clock));
        registry.bind("sendVerdict", new SendVerdict());
        registry.bind("endpointRefusal", new EndpointRefusal(clock));
        registry.bind("endpointVerdict", new EndpointVerdict(clock));
        registry.bind("mailVerdict", new MailVerdict());
        registry.bind("awsSends", new AwsSends());
        registry.bind("webhookSignature", new WebhookSignature(""));
        // Object: nothing that Camel looks for by its type may find these.
        registry.bindAsPrototype("authorization", Object.class, Authorization::new);
        registry.bindAsPrototype("endpointMessage", Object.class, EndpointMessage::new);
        registry.bindAsPrototype("incidentMail", Object.class, Mail::new);
        registry.bindAsPrototype("pemTls", Object.class, PemTls::new);
        registry.bindAsPrototype("smtpSender", Object.class, SmtpSender::new);
        registry.bindAsPrototype("webhookRequest", Object.class, WebhookRequest::new);

        registry.bind("jq", JqText.scope(routes));
        registry.bind(ResilienceConstants.DEFAULT_RESILIENCE_CONFIGURATION_ID, breaker());
        registry.bind("freemarkerTemplates", freemarkerTemplates(routes));
    }

    /** Five failures in a row open a breaker, for as long as its receiver says; then two sends try. */
    private static Resilience4jConfigurationDefinition breaker() {
        Resilience4jConfigurationDefinition breaker = new Resilience4jConfigurationDefinition();
        breaker.setSlidingWindowSize("5");
        breaker.setMinimumNumberOfCalls("5");
        breaker.setFailureRateThreshold("100");
        breaker.setAutomaticTransitionFromOpenToHalfOpenEnabled("true");
        breaker.setPermittedNumberOfCallsInHalfOpenState("2");
        breaker.setThrowExceptionWhenHalfOpenOrOpenState("true");
        breaker.setWaitDurationInOpenState("{{seconds:openFor={{lane:openFor}}}}");
        return breaker;
    }

    /** Freemarker as the e-mail templates need it. */
    static Configuration freemarkerTemplates(Path... routes) {
        Configuration configuration = DataTemplates.configuration();
        configuration.setTemplateLoader(loader(routes));
        configuration.setLocalizedLookup(false);
        // Templates are code: an edit takes effect at the next start, after ./hub check has rendered it.
        configuration.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE);
        return configuration;
    }

    private static TemplateLoader loader(Path... routes) {
        try {
            TemplateLoader[] loaders = new TemplateLoader[routes.length];
            for (int i = 0; i < routes.length; i++) {
                loaders[i] = new FileTemplateLoader(routes[i].toFile());
            }
            return new MultiTemplateLoader(loaders);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.tocsin.channel;

import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.camel.spi.Registry;

/** The beans that the route templates in {@code routes/channels} name. */
public final class ChannelBeans {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private ChannelBeans() {}

    /**
     * Binds {@code plainText}, {@code httpVerdict}, {@code slackVerdict} and {@code freemarkerTemplates}.
     *
     * @param registry of the Camel context that will load the route templates
     * @param routes the folders that hold {@code channels/}; a file in an earlier one wins
     * @throws UncheckedIOException where one of them cannot be read
     */
    public static void bindTo(Registry registry, Path... routes) {
        registry.bind("plainText", new PlainText());
        registry.bind("httpVerdict", new HttpVerdict());
        registry.bind("slackVerdict", new SlackVerdict());
        registry.bind("freemarkerTemplates", freemarkerTemplates(routes));
    }

    /**
     * Freemarker as the e-mail templates need it: HTML-escaping unless a template says otherwise, no way from a template to
     * a Java class, one language and one time zone on every machine.
     */
    static Configuration freemarkerTemplates(Path... routes) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setTemplateLoader(loader(routes));
        configuration.setLocalizedLookup(false);
        configuration.setTemplateUpdateDelayMilliseconds(LOOK_AGAIN.toMillis());
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.ROOT);
        configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setAutoEscapingPolicy(Configuration.ENABLE_IF_SUPPORTED_AUTO_ESCAPING_POLICY);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        // Maps, lists and scalars only: a template sees data and no objects.
        configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
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

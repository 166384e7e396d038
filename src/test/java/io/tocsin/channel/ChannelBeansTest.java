package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelBeansTest {
    private final Configuration templates = ChannelBeans.freemarkerTemplates(Receivers.ROUTES);

    private String rendered(String template, Map<String, ?> model) throws Exception {
        StringWriter out = new StringWriter();
        new Template("test", template, templates).process(model, out);
        return out.toString();
    }

    @Test
    void aTemplateEscapesHtmlUnlessItSaysOtherwise() throws Exception {
        assertThat(rendered("${x}", Map.of("x", "<b>'\"&"))).isEqualTo("&lt;b&gt;&#39;&quot;&amp;");
    }

    @Test
    void numbersLookTheSameOnEveryMachine() throws Exception {
        assertThat(rendered("${x}", Map.of("x", 1234567.5))).isEqualTo("1,234,567.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
                "${\"freemarker.template.utility.ObjectConstructor\"?new()(\"java.io.File\", \"/\")}",
                "${\"freemarker.template.utility.JythonRuntime\"?new()}",
                "${x?api.class}",
                "${x.class}"
            })
    void noTemplateReachesAJavaClass(String template) {
        assertThatThrownBy(() -> rendered(template, Map.of("x", "text"))).isInstanceOf(TemplateException.class);
    }

    @Test
    void anObjectThatIsNoDataIsNotShown() {
        assertThatThrownBy(() -> rendered("${x}", Map.of("x", Thread.currentThread())))
                .hasStackTraceContaining("SimpleObjectWrapper deliberately won't wrap this type");
    }

    @Test
    void anEditOfATemplateTakesEffectAtTheNextStartAlone(@TempDir Path routes) throws Exception {
        Path file = routes.resolve("own.ftl");
        Files.writeString(file, "before");
        Configuration running = ChannelBeans.freemarkerTemplates(routes);
        assertThat(running.getTemplate("own.ftl")).hasToString("before");

        Files.writeString(file, "${no.such.thing}");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(running.getTemplate("own.ftl")).hasToString("before");
        assertThat(running.getTemplateUpdateDelayMilliseconds()).isEqualTo(Long.MAX_VALUE);
    }
}

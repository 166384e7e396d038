package io.tocsin.model.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import freemarker.core.ParseException;
import freemarker.template.TemplateException;
import freemarker.template.TemplateNotFoundException;
import java.util.List;
import java.util.Optional;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.ExpressionEvaluationException;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConversionException;

/**
 * A message that its template could not make. Trying again would fail in the same way, so it is permanent; after the
 * template is mended, an operator redrives the dead letter.
 */
record RenderWitness() implements Witness {
    private static final List<Class<? extends Throwable>> TYPES = List.of(
            TemplateException.class,
            ParseException.class,
            TemplateNotFoundException.class,
            JsonQueryException.class,
            JsonProcessingException.class,
            ExpressionEvaluationException.class,
            ExpressionIllegalSyntaxException.class,
            InvalidPayloadException.class,
            NoTypeConversionAvailableException.class,
            TypeConversionException.class,
            // jq's gsub on a long text: https://github.com/eiiches/jackson-jq recurses for each match.
            StackOverflowError.class,
            IllegalArgumentException.class);

    @Override
    public Optional<Failure> judge(List<Throwable> chain) {
        // The innermost says what is wrong; those around it say where.
        return chain.stream()
                .filter(thrown -> TYPES.stream().anyMatch(type -> type.isInstance(thrown)))
                .reduce((outer, inner) -> inner)
                .map(e -> Failure.of(FailureClass.PERMANENT, "the message cannot be rendered: " + told(e)));
    }

    private static String told(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    }
}

package io.tocsin.files;

import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.regex.RegularExpression;
import java.util.Locale;
import java.util.regex.Pattern;

/** JSON Schemas (draft 2020-12) as the hub reads them: places are JSON pointers, formats are notes, expressions mean their ends. */
public final class JsonSchemas {

    private JsonSchemas() {}

    /** How a schema is read. */
    public static SchemaValidatorsConfig config() {
        return SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ROOT)
                .regularExpressionFactory(JsonSchemas::regularExpression)
                .build();
    }

    /**
     * Makes schemas.
     *
     * @param words keywords of our own that refuse nothing
     */
    public static JsonSchemaFactory factory(String... words) {
        JsonMetaSchema.Builder known = JsonMetaSchema.builder(JsonMetaSchema.getV202012());
        for (String word : words) {
            known.keyword(new NonValidationKeyword(word));
        }
        JsonMetaSchema all = known.build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012, factory -> factory.metaSchema(all));
    }

    /** {@code $} is the end of the text, as schemas mean it, and not the place before a line feed at its end, as Java does. */
    private static RegularExpression regularExpression(String regex) {
        boolean toTheEnd = regex.endsWith("$") && !regex.endsWith("\\$");
        Pattern pattern = Pattern.compile(toTheEnd ? regex.substring(0, regex.length() - 1) + "\\z" : regex);
        return text -> pattern.matcher(text).find();
    }
}

package io.tocsin.check;

import io.tocsin.files.secret.SecretParameters;
import java.util.regex.Pattern;

/** Whether a value in a route file is, or stands for, a secret. */
final class SecretPlace {
    /** What is kept outside of the files is so for a reason. */
    private static final Pattern OUTSIDE = Pattern.compile("\\{\\{\\??(env|file|aws|aws-parameter):[^{}]*}}");

    private SecretPlace() {}

    /** Whether a parameter of an instance is one by its name, or comes from where secrets are kept. */
    static boolean is(Receiver instance, String parameter) {
        return SecretParameters.contains(instance.template(), parameter) || isOutside(value(instance, parameter));
    }

    /** Whether the text names something that is kept outside of the files. */
    static boolean isOutside(String text) {
        return OUTSIDE.matcher(text).find();
    }

    private static String value(Receiver instance, String parameter) {
        return instance.parameters().getOrDefault(parameter, "");
    }
}

package io.tocsin.pipeline.trace;

import io.tocsin.channel.text.Cut;
import java.util.regex.Pattern;

/** What a receiver answered, as it may be kept for years: without the addresses of people, and not too long. */
final class WithoutAddresses {

    private static final int LONG = 200;

    private static final String MASK = "***";

    /** Mail addresses, and telephone numbers as providers write them: with a plus or two zeros before the country. */
    private static final Pattern ADDRESS = Pattern.compile(
            "[\\w.!#$%&'*+/=?^`{|}~-]+@[\\w-]+(?:\\.[\\w-]+)*|(?:\\+|\\b00)\\d(?:[ ()./-]{0,2}\\d){6,14}\\b");

    private WithoutAddresses() {}

    /** @param own the address that it was sent to; may be empty */
    static String of(String said, String own) {
        String text = own.isEmpty()
                ? said
                : Pattern.compile(Pattern.quote(own), Pattern.CASE_INSENSITIVE)
                        .matcher(said)
                        .replaceAll(MASK);
        return Cut.to(LONG, ADDRESS.matcher(text).replaceAll(MASK));
    }
}

package io.tocsin.channel.phone;

/**
 * How the characters of an SMS travel (3GPP TS 23.038): in the GSM 7-bit alphabet if it has them all, in UCS-2 otherwise. A
 * text that is longer than one SMS travels in segments, each with a header that takes room.
 *
 * @see <a href="https://www.unicode.org/Public/MAPPINGS/ETSI/GSM0338.TXT">the alphabet and its extension table</a>
 * @see <a href="https://www.twilio.com/docs/glossary/what-sms-character-limit">the limits: 160 and 153, 70 and 67</a>
 */
public enum SmsCoding {
    /** Seven bits a unit; a character of the extension table takes two units. */
    GSM(160, 153) {
        @Override
        public int units(int codePoint) {
            return BASIC.indexOf(codePoint) >= 0 ? 1 : EXTENSION.indexOf(codePoint) >= 0 ? 2 : 0;
        }
    },
    /** Sixteen bits a unit; an emoji takes two units. */
    UCS2(70, 67) {
        @Override
        public int units(int codePoint) {
            return Character.charCount(codePoint);
        }
    };

    // In the order of their codes, 0x00 to 0x7F. The standard has the capital C with cedilla and not the small one.
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";

    private final int alone;
    private final int inSeveral;

    SmsCoding(int alone, int inSeveral) {
        this.alone = alone;
        this.inSeveral = inSeveral;
    }

    /** The units that a character takes; 0 where this coding does not have it. */
    public abstract int units(int codePoint);

    /** The units of room in each segment of a text that may take so many. */
    int room(int segments) {
        return segments == 1 ? alone : inSeveral;
    }
}

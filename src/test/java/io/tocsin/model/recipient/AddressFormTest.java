package io.tocsin.model.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFormTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.com",
                "ann.b+oncall@sub.example.co.uk",
                "a@xn--bcher-kva.example",
                "o'neil@example.com",
                "\"ann b\"@example.com"
            })
    void aMailAddressIsTaken(String address) {
        assertThat(AddressForm.missedBy("email", address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ann",
                "ann@",
                "@example.com",
                "ann@example.com ",
                "ann@example.com\n",
                "ann@example.com\r\nBcc: eve@example.com",
                "ann@example.com,ben@example.com",
                "Ann <ann@example.com>",
                "<ann@example.com>",
                "ann@example.com (Ann)",
                "team: ann@example.com;",
                "ann@exa mple.com",
                "ann@example..com",
                "ann@example.com\u0000",
                "ann\u202e@example.com"
            })
    void whatIsNoneOrMoreThanOneMailAddressIsRefused(String address) {
        assertThat(AddressForm.missedBy("email", address)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+4915112345678", "+12125550123", "+290123", "+123456789012345"})
    void aNumberInE164IsTaken(String number) {
        assertThat(AddressForm.missedBy("sms", number)).isEmpty();
        assertThat(AddressForm.missedBy("voice", number)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "4915112345678",
                "004915112345678",
                "+49 151 12345678",
                "+49-151-12345678",
                "+0123456",
                "+1234567890123456",
                "+4915112345678\n",
                "+4915112345678;ext=1",
                "\u0665\u0665"
            })
    void anyOtherNumberIsRefused(String number) {
        assertThat(AddressForm.missedBy("sms", number)).isPresent();
        assertThat(AddressForm.missedBy("voice", number)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pager", "chat", "emails"})
    void ofOtherKindsItIsKnownOnlyThatTheyCanBeRead(String kind) {
        assertThat(AddressForm.missedBy(kind, "77")).isEmpty();
        assertThat(AddressForm.missedBy(kind, "7\u202e7")).isPresent();
        assertThat(AddressForm.missedBy(kind, "7\u001b7")).isPresent();
    }
}

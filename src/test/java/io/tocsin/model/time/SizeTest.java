package io.tocsin.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "65536, 65536", "10B, 10", "512KB, 524288", "1mb, 1048576", "4MiB, 4194304", "2GB, 2147483648"})
    void aNumberAloneOrWithAUnitIsASize(String text, long bytes) {
        assertThat(Size.read(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "1 MB", "-1", "1.5MB", "1TB", "9999999999", "1M", "٥"})
    void anythingElseIsNone(String text) {
        assertThat(Size.read(text)).isEmpty();
    }
}

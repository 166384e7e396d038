package io.tocsin.net.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** An address of a denied network stays denied in every form in which it can be written, mapped or wrapped. */
class EveryNotationTest {
    private final AddressGuard fresh = AddressGuard.allowing("");
    private final UrlGuard urls = new UrlGuard(fresh);

    @Provide
    Arbitrary<byte[]> denied() {
        List<Network> networks = Stream.concat(Denied.ALWAYS.stream(), Denied.BY_DEFAULT.stream())
                .map(Denied::network)
                .toList();
        return Combinators.combine(
                        Arbitraries.of(networks),
                        Arbitraries.bytes().array(byte[].class).ofSize(16))
                .as(EveryNotationTest::inside);
    }

    @Provide
    Arbitrary<byte[]> deniedV4() {
        return denied().filter(bytes -> bytes.length == 4);
    }

    private static byte[] inside(Network network, byte[] random) {
        byte[] bytes = network.address().inet().getAddress();
        for (int bit = network.bits(); bit < bytes.length * 8; bit++) {
            bytes[bit / 8] |= (byte) (random[bit / 8] & 0x80 >> bit % 8);
        }
        return bytes;
    }

    @Property(tries = 2_000)
    void anAddressOfADeniedNetworkIsRefused(@ForAll("denied") byte[] bytes) throws Exception {
        InetAddress address = InetAddress.getByAddress(bytes);
        assertThat(fresh.refusal(address)).as(address.toString()).isPresent();
        String host = bytes.length == 4 ? address.getHostAddress() : "[" + address.getHostAddress() + "]";
        assertThat(urls.fault("https://" + host + "/hook")).as(host).isPresent();
    }

    @Property(tries = 1_000)
    void aDeniedIpv4AddressIsRefusedInsideEveryIpv6Form(@ForAll("deniedV4") byte[] four) throws Exception {
        String hex = "%02x%02x:%02x%02x".formatted(four[0], four[1], four[2], four[3]);
        String inverted =
                "%02x%02x:%02x%02x".formatted(~four[0] & 0xff, ~four[1] & 0xff, ~four[2] & 0xff, ~four[3] & 0xff);
        // Even where an administrator has allowed the gateways themselves.
        AddressGuard gateways =
                AddressGuard.allowing("::/96,64:ff9b::/96,64:ff9b:1::/48,2002::/16,2001::/32,::ffff:0:0:0/96");
        for (String form : List.of(
                "::ffff:" + hex,
                "::ffff:0:" + hex,
                "64:ff9b::" + hex,
                "64:ff9b:1::" + hex,
                "2002:" + hex + "::1",
                "2001:0:" + hex + "::1",
                "2001:0:808:808:0:0:" + inverted,
                "2606:4700::5efe:" + hex)) {
            assertThat(gateways.refusal(InetAddress.getByName(form))).as(form).isPresent();
        }
        boolean zero = four[0] == 0 && four[1] == 0;
        if (!zero) { // :: and ::1 are addresses of their own
            assertThat(gateways.refusal(InetAddress.getByName("::" + hex))).isPresent();
        }
    }

    @Property(tries = 500)
    void aUrlWithADeniedIpv4AddressIsRefusedInEveryNotation(@ForAll("deniedV4") byte[] four) {
        int[] b = {four[0] & 0xff, four[1] & 0xff, four[2] & 0xff, four[3] & 0xff};
        long all = (long) b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
        for (String host : List.of(
                "%d.%d.%d.%d".formatted(b[0], b[1], b[2], b[3]),
                "%d.%d.%d.%d.".formatted(b[0], b[1], b[2], b[3]),
                "%03d.%03d.%03d.%03d".formatted(b[0], b[1], b[2], b[3]),
                "0%o.0%o.0%o.0%o".formatted(b[0], b[1], b[2], b[3]),
                "0x%x.0x%x.0x%x.0x%x".formatted(b[0], b[1], b[2], b[3]),
                "0x%x.%d".formatted(b[0], all & 0xffffff),
                "%d.%d".formatted(b[0], all & 0xffffff),
                "%d.%d.%d".formatted(b[0], b[1], all & 0xffff),
                Long.toString(all),
                "0x%x".formatted(all),
                "0%o".formatted(all),
                "[::ffff:%d.%d.%d.%d]".formatted(b[0], b[1], b[2], b[3]),
                "[::ffff:%02x%02x:%02x%02x]".formatted(b[0], b[1], b[2], b[3]),
                "[0:0:0:0:0:FFFF:%02X%02X:%02X%02X]".formatted(b[0], b[1], b[2], b[3]))) {
            for (String scheme : List.of("https", "http", "HTTPS")) {
                assertThat(urls.fault(scheme + "://" + host + ":8443/x"))
                        .as(host)
                        .isPresent();
            }
        }
    }

    @Property(tries = 500)
    void aMappedAddressDecidesAsItsIpv4AddressDoes(@ForAll byte a, @ForAll byte b, @ForAll byte c, @ForAll byte d)
            throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, a, b, c, d};
        // With a scope Java keeps the 16 bytes as they are.
        InetAddress six = java.net.Inet6Address.getByAddress(null, mapped, 1);
        assertThat(fresh.refusal(six)).isEqualTo(fresh.refusal(InetAddress.getByAddress(new byte[] {a, b, c, d})));
    }
}

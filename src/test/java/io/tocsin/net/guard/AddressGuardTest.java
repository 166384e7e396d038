package io.tocsin.net.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final AddressGuard fresh = AddressGuard.allowing("");

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "2606:4700::1111"})
    void theInternetIsFree(String internet) throws Exception {
        assertThat(fresh.refusal(address(internet))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.7",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "168.63.129.16",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:1ff::1",
                "2001:db8::1",
                "2002:808:808::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "::ffff:0:7f00:1"
            })
    void whatIsNotTheInternetIsRefused(String inside) throws Exception {
        assertThat(fresh.refusal(address(inside))).isPresent();
    }

    @Test
    void aRefusalSaysWhatTheAddressIsAndNamesTheSetting() throws Exception {
        assertThat(fresh.refusal(address("10.0.0.5")))
                .contains("10.0.0.5 (10.0.0.0/8, private); allow its network with hub.guard.allow");
    }

    @Test
    void anAllowedNetworkIsFreeAndItsNeighbourIsNot() throws Exception {
        AddressGuard guard = AddressGuard.allowing(" 10.1.0.0/16, fd12:3456::/32 ,127.0.0.1");
        assertThat(guard.refusal(address("10.1.255.255"))).isEmpty();
        assertThat(guard.refusal(address("fd12:3456:ffff::1"))).isEmpty();
        assertThat(guard.refusal(address("127.0.0.1"))).isEmpty();
        assertThat(guard.refusal(address("10.2.0.0"))).isPresent();
        assertThat(guard.refusal(address("fd12:3457::1"))).isPresent();
        assertThat(guard.refusal(address("127.0.0.2"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.1.1", "168.63.129.16", "100.100.100.200",
                "192.0.0.192", "fe80::1", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "::a9fe:a9fe", "2001:0:808:808::5601:5601"
            })
    void metadataIsRefusedWhateverIsAllowed(String metadata) throws Exception {
        AddressGuard everything = AddressGuard.allowing("0.0.0.0/0,::/0");
        assertThat(everything.refusal(address(metadata)))
                .hasValueSatisfying(words -> assertThat(words).contains("can never be allowed"));
        assertThat(everything.refusal(address("10.0.0.1"))).isEmpty();
    }

    @Test
    void aGatewayThatIsAllowedDoesNotAllowWhatLiesBehindIt() throws Exception {
        AddressGuard guard = AddressGuard.allowing("64:ff9b::/96");
        assertThat(guard.refusal(address("64:ff9b::808:808"))).isEmpty();
        assertThat(guard.refusal(address("64:ff9b::a00:5")))
                .hasValueSatisfying(words -> assertThat(words).contains("10.0.0.5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0/8",
                "localhost",
                "0x0a.0.0.0/8",
                "010.0.0.0/8",
                "fd00::/129",
                "10.0.0.0/",
                "10.0.0.0/8 10.1.0.0/16",
                "fe80::1%eth0"
            })
    void whatIsNoNetworkIsNotAllowed(String text) {
        assertThatThrownBy(() -> AddressGuard.allowing(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.0.0/16", "169.254.169.254", "fe80::/10", "fd00:ec2::254", "168.63.129.16/32"})
    void toAllowMetadataAloneIsAMistake(String text) {
        assertThatThrownBy(() -> AddressGuard.allowing(text)).hasMessageContaining("can never be allowed");
    }

    @Test
    void onlyANamedNetworkMayBeReachedWithoutTls() throws Exception {
        AddressGuard guard = AddressGuard.allowing("10.0.0.0/8,8.8.8.8");
        assertThat(guard.isNamed(address("10.0.0.5"))).isTrue();
        assertThat(guard.isNamed(address("8.8.8.8"))).isTrue();
        assertThat(guard.isNamed(address("1.1.1.1"))).isFalse();
    }
}

package dev.pulse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {
    private static final String HEX = "1eabbeb47493e62275e4c9b68675113b2c7e1a8a68c386015eaf13fa3ec178a7";

    @Test
    void publicKeyTextComesBack() {
        Account account = new Account(HEX);
        assertThat(account.publicKeyText()).startsWith("ed25519:").hasSizeBetween(50, 52);
        assertThat(Account.ofPublicKeyText(account.publicKeyText())).hasValue(account);
        assertThat(Account.ofKey(account.key())).isEqualTo(account);
        assertThat(new Account("0".repeat(64)).publicKeyText()).isEqualTo("ed25519:" + "1".repeat(32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ed25519:", "ed25519:11", "secp256k1:11111111111111111111111111111111", "ed25519:0"})
    void whatIsNoKeyOf32BytesIsEmpty(String text) {
        assertThat(Account.ofPublicKeyText(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hosting.dev.hero", "fred", "a1", "a-b_c.d", "0x52908400098527886e0f7030069857d2e4169ee7"})
    void namedAccounts(String text) {
        assertThat(Account.isNamed(text)).isTrue();
        assertThat(Account.isImplicit(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {HEX, "", "a", ".a", "a.", "a..b", "a-.b", "Fred.hero", "a b", "a/b", "caf\u00e9"})
    void notNamedAccounts(String text) {
        assertThat(Account.isNamed(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1eabbeb47493e62275e4c9b68675113b2c7e1a8a68c386015eaf13fa3ec178a",
                "1eabbeb47493e62275e4c9b68675113b2c7e1a8a68c386015eaf13fa3ec178a77",
                "1EABBEB47493E62275E4C9B68675113B2C7E1A8A68C386015EAF13FA3EC178A7",
                "geabbeb47493e62275e4c9b68675113b2c7e1a8a68c386015eaf13fa3ec178a7"
            })
    void notImplicitAccounts(String text) {
        assertThat(Account.isImplicit(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Account(text));
    }
}

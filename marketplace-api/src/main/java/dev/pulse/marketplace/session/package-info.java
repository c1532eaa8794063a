/** Who somebody is: by signing a challenge with his account's key (NEP-413). No passwords. */
package dev.pulse.marketplace.session;

/** JSON-RPC 2.0 for clients of other explorers: other words for what REST answers. */
package dev.pulse.marketplace.http.rpc;

const packs = new Map();
function fetchPiece(url, start, end) {
    let pack = packs.get(url.href);
    if (!pack) {
        pack = fetch(url).then((answer) => {
            if (!answer.ok) throw new TypeError(`Failed to fetch ${url}: HTTP status code is not ok`);
            return answer.arrayBuffer();
        });
        // The next try fetches it anew.
        pack.catch(() => packs.delete(url.href));
        packs.set(url.href, pack);
    }
    const headers = { "content-type": "application/wasm" };
    return pack.then((bytes) => new Response(bytes.slice(start, end), { headers }));
}

"""Makes the files of this folder that were not found but built, siblings of those that were. Needs nothing but Python."""
import json
import pathlib
import struct
import zlib

here = pathlib.Path(__file__).parent
kitchen = (here / "../samples/kitchen_1.jpg").read_bytes()
small = (here / "../images/png-rgb8.png").read_bytes()
B = b"--xYz\r\nContent-Disposition: form-data; "


def save(name, data):
    (here / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, color, data, *chunks, interlace=0):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_chunks(image, *chunks):
    return image[:33] + b"".join(chunks) + image[33:]


def form(*parts, end=b"--xYz--\r\n"):
    return b"".join(B + part + b"\r\n" for part in parts) + end


def part(header, content=b""):
    return header + b"\r\n\r\n" + content


picture = part(b'name="image"; filename="kitchen.jpg"', kitchen)
room = lambda content: json.dumps({"rooms": [{"images": [{"content": content}]}]})
base64 = __import__("base64").encodebytes

save("json-bom.json", b"\xef\xbb\xbf" + room(base64(small).decode().replace("\n", "")).encode())
save("json-base64-lines.json", room(base64(small).decode()))
save("json-all-escapes.json", room("").replace('""', '"' + "".join("\\u%04x" % c for c in base64(small)) + '"'))
save("json-lone-surrogate.json", '{"entityId":"rob\\ud83d","rooms":[{"images":[{"content":"AA=="}]}]}')
save("json-no-utf8.json", b'{"entityId":"\xff","rooms":[{"images":[{"content":"AA=="}]}]}')
save("json-rooms-flood.json", '{"rooms":[' + ",".join(["{}"] * 5000) + "]}")
save("json-attributes-flood.json", json.dumps({"attributes": {str(i): "" for i in range(5000)}}))
save("json-deep.json", '{"rooms":' + "[" * 5000)

save("multipart-octet-stream.bin", form(part(b'name="image"\r\nContent-Type: application/octet-stream', kitchen)))
save("multipart-latin1.bin", form(part(b'name="entity_id"\r\nContent-Type: text/plain; charset=iso-8859-1', b"K\xfcche"), picture))
save("multipart-room-id.bin", form(part(b'name="room_id"', b"hall"), picture))
save("multipart-extended-filename.bin", form(part(b"name=image; filename*=UTF-8''k%C3%BCche.jpg", kitchen)))
save("multipart-no-end.bin", form(picture, end=b""))
save("multipart-parts-flood.bin", form(*[part(b'name="a"; filename="a"', b"x")] * 2000))

save("recognize-cut.binpb", b"\x2a\x80\x01\x0a")
save("recognize-rooms-flood.binpb", b"\x2a\x00" * 5000)
save("recognize-bad-utf8.binpb", b"\x12\x02\xff\xfe")
save("recognize-overlong.binpb", b"\xff" * 20)
save("feedback-cut.binpb", b"\x0a\x20abc")
save("feedback-bad-utf8.binpb", b"\x12\x02\xff\xfe\x18\x05")
save("feedback-overlong.binpb", b"\x18" + b"\xff" * 11)
save("feedback-both.json", '{"entityId":"e","correctRoomType":"ROOM_TYPE_KITCHEN","metric":{"name":"m","value":1}}')
save("feedback-year-10889.json", '{"predictionId":"ffffffffffff7fffbfffffffffffffff","correctRoomType":"ROOM_TYPE_KITCHEN"}')
save("feedback-lone-surrogate.json", '{"entityId":"\\ude00","metric":{"name":"m","value":1}}')

save("evidently-no-utf8.json", b'{"entityId":"\xff\xfe"}')
save("evidently-context-surrogate.json", json.dumps({"entityId": "e", "evaluationContext": '{"a":"\\ud83d"}'}))
save("evidently-name-surrogate.json", '{"\\ud83d":1,"entityId":"e"}')
save("evidently-pattern-surrogate.json", json.dumps({"pattern": '{"a":["\\ud83d"]}', "payload": "{}"}))
save("evidently-wildcard-bad-escape.json", json.dumps({"pattern": '{"a":[{"wildcard":"x\\\\y"}]}', "payload": "{}"}))

save("heic-as-jpeg.jpg", bytes.fromhex("000000186674797068656963000000006d69663168656963") + bytes(64))
save("avif-as-webp.webp", bytes.fromhex("0000001c66747970617669660000000061766966") + bytes(64))
save("base64-as-jpeg.jpg", base64(kitchen)[:400])
save("png-surplus.png", png(1, 1, 8, 2, zlib.compress(bytes(16 << 20), 9)))
save("png-iccp.png", with_chunks(small, *[chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(8 << 20), 9))] * 3))
save("png-linear-gamma.png", with_chunks(small, chunk(b"gAMA", struct.pack(">I", 100000))))
save("png-grey2-transparent.png", png(4, 1, 2, 0, zlib.compress(b"\0\x1b"), chunk(b"tRNS", b"\0\x01")))

turned = (here / "jpeg-orientation-long.jpg").read_bytes()
start = turned.index(b"\xff\xe1")
end = start + 2 + struct.unpack(">H", turned[start + 2:start + 4])[0]
from_exif = turned[start:end]
tag = from_exif.index(b"\x01\x12") if b"MM" in from_exif else from_exif.index(b"\x12\x01")
value = max(from_exif[tag + 8:tag + 12])
xmp = b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="%d"/></x:xmpmeta>' % value
save("jpeg-orientation-xmp.jpg", turned[:start] + b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp + turned[end:])

progressive = bytearray((here / "../images/jpeg-progressive.jpg").read_bytes()[:-2])
frame = progressive.index(b"\xff\xc2")
progressive[frame + 5:frame + 9] = struct.pack(">HH", 6000, 6000)
save("jpeg-scans-behind-comment.jpg", bytes(progressive) + b"\xff\xfe\x00\x04\xff\xd9" + bytes.fromhex("ffda00080101000 13f10".replace(" ", "")) * 50)

save("chunk-size-overflow.http", b"POST /v1/recognize HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx\r\n")
save("chunk-size-no-number.http", b"POST /v1/feedback HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n")

shot = part(b'name="image"; filename="a.png"', small)
save("multipart-utf7.bin", form(part(b'name="entity_id"\r\nContent-Type: text/plain; charset=utf-7', b"a"), shot))
save("multipart-folded.bin", form(part(b'\r\n name="image";\r\n\tfilename="a.png"', small)))
save("multipart-brackets.bin", form(part(b'name="room_id"', b"hall"), *[part(b'name="images[]"; filename="a.png"', small)] * 2))
save("json-utf16.json", ("\ufeff" + room("AA==")).encode("utf-16-le"))
save("json-nul.json", '{"entityId":"a\\u0000b","rooms":[{"images":[{"content":"AA=="}]}]}')
save("feedback-nul.json", '{"entityId":"a\\u0000b","metric":{"name":"m","value":1}}')
save("evidently-nul.json", '{"entityId":"a\\u0000b"}')


def varint(value):
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + varint(value >> 7)


def field(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


message = field(5, field(1, b"a") + field(2, field(1, small)))
save("recognize-unknown-fields.binpb", message + b"\xc3\x06" + field(1, b"a") + b"\xc4\x06" + field(101, b"b") + b"\xb1\x06" + bytes(8))
save("recognize-groups-deep.binpb", message + b"\xc3\x06" * 200)


def request(headers, body=b""):
    return b"POST /v1/recognize HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n" + headers + b"\r\n\r\n" + body


save("body-gzip.http", request(b"Content-Encoding: gzip\r\nContent-Length: 3", b"\x1f\x8b\x08"))
save("length-twice.http", request(b"Content-Length: 3\r\nContent-Length: 3", b"abc"))
save("method-of-mixed-case.http", b"HEaD /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
save("chunks-with-extensions-and-trailer.http", request(b"Transfer-Encoding: Chunked", b"%04X;a=\"b\"\r\n" % len(small) + small + b"\r\n000\r\nx-checksum: 1\r\n\r\n"))

jpeg = (here / "../images/jpeg-420.jpg").read_bytes()
frame = jpeg.index(b"\xff\xc0")
save("jpeg-12bit.jpg", jpeg[:frame + 4] + b"\x0c" + jpeg[frame + 5:])
save("jpeg-height-later.jpg", jpeg[:frame + 5] + b"\0\0" + jpeg[frame + 7:])
save("jpeg-no-end.jpg", jpeg[:-2])
save("jpeg-two-in-one.jpg", jpeg + jpeg)
save("jpeg-fill-bytes.jpg", jpeg[:2] + b"\xff" * 50 + jpeg[2:])
loop = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x8769, 4, 1, 8) + bytes(4)
save("jpeg-exif-loop.jpg", jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(loop) + 2) + loop + jpeg[2:])

rows = zlib.compress((b"\0" + b"\x80" * 12) * 4)
control = struct.pack(">IIIIHHBB", 4, 4, 0, 0, 1, 10, 0, 0)
moving = png(4, 4, 8, 2, rows, chunk(b"acTL", struct.pack(">II", 2, 0)), chunk(b"fcTL", bytes(4) + control))
save("png-animated.png", moving[:-12] + chunk(b"fcTL", b"\0\0\0\1" + control) + chunk(b"fdAT", b"\0\0\0\2" + rows) + moving[-12:])
save("png-empty-data-chunks.png", with_chunks(png(4, 4, 8, 2, rows), *[chunk(b"IDAT", b"")] * 2000))
save("png-of-ios.png", small[:8] + chunk(b"CgBI", b"\x50\0\x20\x02") + small[8:])
save("png-depth-3.png", png(4, 4, 3, 0, rows))
webp = (here / "../images/webp-lossy.webp").read_bytes()
save("webp-unknown-chunk-first.webp", webp[:12] + b"ABCD\4\0\0\0abcd" + webp[12:])
save("webp-size-of-nothing.webp", webp[:4] + bytes(4) + webp[8:])

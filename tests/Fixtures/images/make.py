"""Makes the pictures of this folder. Needs Pillow 9+, libturbojpeg, and cjpeg and ImageMagick's convert on the path."""
import ctypes
import random
import struct
import subprocess
import tempfile
from PIL import Image

W, H = 48, 32
COLORS = [(200, 40, 40), (40, 160, 60), (50, 60, 190), (220, 200, 70)]  # top left, top right, bottom left, bottom right
INK = 51  # black ink of the CMYK pictures
FROM_UPRIGHT = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_90", 7: "TRANSVERSE", 8: "ROTATE_270"}


def quadrants(mode="RGB", alpha=None):
    image = Image.new(mode, (W, H))
    for i, color in enumerate(COLORS):
        box = (i % 2 * W // 2, i // 2 * H // 2, (i % 2 + 1) * W // 2, (i // 2 + 1) * H // 2)
        image.paste(color if alpha is None else color + ((alpha,) if i >= 2 else (255,)), box)
    return image


def convert(name, *options):
    return run("convert", name, "-strip", "-define", "png:exclude-chunks=all", *options)


def run(*command, data=None):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def save(name, data):
    with open(name, "wb") as file:
        file.write(data)


def stored(image, orientation):
    return image.transpose(getattr(Image, FROM_UPRIGHT[orientation])) if orientation > 1 else image


def exif(orientation, order):
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    head = b"II*\0" if order == "<" else b"MM\0*"
    return b"Exif\0\0" + head + struct.pack(order + "IH", 8, 1) + entry + struct.pack(order + "I", 0)


def jpegs(rgb):
    ppm = b"P6 %d %d 255\n" % (W, H) + rgb.tobytes()
    save("jpeg-420.jpg", run("cjpeg", "-quality", "90", data=ppm))
    for sample in ("1x1", "2x1", "1x2", "4x1"):
        save("jpeg-%s.jpg" % sample, run("cjpeg", "-quality", "90", "-sample", sample, data=ppm))
    save("jpeg-progressive.jpg", run("cjpeg", "-quality", "90", "-progressive", data=ppm))
    save("jpeg-arithmetic.jpg", run("cjpeg", "-quality", "90", "-arithmetic", data=ppm))
    save("jpeg-restarts.jpg", run("cjpeg", "-quality", "90", "-restart", "1B", data=ppm))
    save("jpeg-rgb.jpg", run("cjpeg", "-quality", "95", "-rgb", data=ppm))
    save("jpeg-grey.jpg", run("cjpeg", "-quality", "90", "-grayscale", data=ppm))
    with tempfile.NamedTemporaryFile() as scans:
        scans.write(b"0; 1; 2;\n")
        scans.flush()
        save("jpeg-three-scans.jpg", run("cjpeg", "-quality", "90", "-scans", scans.name, data=ppm))
    for orientation in range(1, 9):
        stored(rgb, orientation).save("jpeg-orientation-%d.jpg" % orientation, quality=90, exif=exif(orientation, "<>"[orientation % 2]))


def four_inks(rgb):
    """Adobe's way: every ink inverted. Saved as CMYK, as YCCK, and as plain CMYK: not inverted, without Adobe's segment."""
    inks = Image.merge("CMYK", [*rgb.point(lambda v: 255 - v).split(), Image.new("L", (W, H), INK)])
    inks.save("jpeg-cmyk.jpg", quality=90)
    inks.point(lambda v: 255 - v).save("jpeg-cmyk-plain.jpg", quality=90)
    with open("jpeg-cmyk-plain.jpg", "rb") as file:
        adobe = file.read()
    start = adobe.index(b"\xff\xee")
    save("jpeg-cmyk-plain.jpg", adobe[:start] + adobe[start + 2 + struct.unpack(">H", adobe[start + 2:start + 4])[0]:])

    turbo = ctypes.CDLL("libturbojpeg.so.0")
    turbo.tjInitCompress.restype = ctypes.c_void_p
    target, length = ctypes.c_void_p(), ctypes.c_ulong()
    pixels = bytes(255 - value for value in inks.tobytes())
    if turbo.tjCompress2(ctypes.c_void_p(turbo.tjInitCompress()), pixels, W, 0, H, 11, ctypes.byref(target), ctypes.byref(length), 2, 90, 0):
        raise RuntimeError("tjCompress2")
    save("jpeg-ycck.jpg", ctypes.string_at(target, length.value))


def pngs(rgb):
    rgb.save("png-rgb8.png")
    rgba = quadrants("RGBA", alpha=128)
    rgba.save("png-rgba8.png")
    rgb.convert("L").save("png-grey8.png")
    rgba.convert("LA").save("png-grey-alpha8.png")
    rgb.quantize(8).save("png-palette.png")
    palette = rgb.quantize(4)
    palette.save("png-palette-transparent.png", transparency=palette.getpixel((0, 0)))
    rgb.save("png-rgb-transparent.png", transparency=COLORS[0])
    Image.frombytes("1", (8, 8), b"\xf0" * 8).save("png-grey1.png")
    for name, form in (("rgb16", "png48"), ("rgba16", "png64")):
        plain = "png-%s.png" % name.replace("16", "8")
        save("png-%s.png" % name, convert(plain, form + ":-"))
        save("png-%s-interlaced.png" % name, convert(plain, "-interlace", "PNG", form + ":-"))
    save("png-grey16.png", convert("png-grey8.png", "-define", "png:bit-depth=16", "-define", "png:color-type=0", "png:-"))
    save("png-interlaced.png", convert("png-rgb8.png", "-interlace", "PNG", "png24:-"))
    save("png-rgba-interlaced.png", convert("png-rgba8.png", "-interlace", "PNG", "png32:-"))
    for orientation in range(1, 9):
        stored(rgb, orientation).save("png-orientation-%d.png" % orientation, exif=exif(orientation, "<>"[orientation % 2]))


def webps(rgb):
    rgba = quadrants("RGBA", alpha=128)
    rgb.save("webp-lossy.webp", quality=90)
    rgb.save("webp-lossless.webp", lossless=True)
    rgba.save("webp-lossy-alpha.webp", quality=90)
    rgba.save("webp-lossless-alpha.webp", lossless=True)
    rgb.save("webp-animated.webp", save_all=True, append_images=[rgb.rotate(180)], lossless=True)
    for orientation in range(1, 9):
        stored(rgb, orientation).save(
            "webp-orientation-%d.webp" % orientation, lossless=True, exif=exif(orientation, "<>"[orientation % 2])[6 * (orientation % 2):])


def resized():
    random.seed(1)
    noise = Image.frombytes("RGB", (61, 45), random.randbytes(61 * 45 * 3))
    noise.save("resize-source.png")
    for width, height in ((61, 45), (17, 11), (7, 45), (61, 5), (1, 1), (100, 80), (33, 90)):
        noise.resize((width, height), Image.BILINEAR).save("resize-%dx%d.png" % (width, height))


picture = quadrants()
jpegs(picture)
four_inks(picture)
pngs(picture)
webps(picture)
resized()

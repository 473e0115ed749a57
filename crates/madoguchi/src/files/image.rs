//! Images made anew (B4): unpacked, measured before that, and written again from what was seen of them. Whatever else lay in the
//! file (where a photograph was taken, notes, another file behind its end) is not in what comes out.

use std::io::Cursor;

use domain::knowledge::images::{Format, NotTaken, measured, moving};
use image::{
    ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
        webp::WebPEncoder,
    },
    metadata::Orientation,
};

/// How well a photograph is kept, of 100.
const QUALITY: u8 = 90;

/// An image as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub format: Format,
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

/// Makes an image anew, whatever it was called. Takes a moment of work and memory: up to four bytes a pixel.
pub fn made_anew(bytes: &[u8]) -> Result<Made, NotTaken> {
    match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => still(bytes, Format::Png, ImageFormat::Png),
        Ok(ImageFormat::Jpeg) => still(bytes, Format::Jpeg, ImageFormat::Jpeg),
        Ok(ImageFormat::WebP) => webp(bytes),
        Ok(ImageFormat::Gif) => gif(bytes),
        _ => Err(NotTaken::NotAnImage),
    }
}

/// The picture as it is to be seen, and whether it had to be turned for that.
fn seen(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, bool), NotTaken> {
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(|_| NotTaken::Broken)?;
    let (width, height) = decoder.dimensions();
    measured(width, height)?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| NotTaken::Broken)?;
    image.apply_orientation(turned);
    Ok((image, turned != Orientation::NoTransforms))
}

fn still(bytes: &[u8], format: Format, of: ImageFormat) -> Result<Made, NotTaken> {
    let (image, _) = seen(bytes, of)?;
    let color = image.color();
    let image = match (format, color) {
        (Format::Jpeg, _) if color.has_color() => DynamicImage::ImageRgb8(image.into_rgb8()),
        (Format::Jpeg, _) => DynamicImage::ImageLuma8(image.into_luma8()),
        (_, ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8) => image,
        _ if color.has_alpha() => DynamicImage::ImageRgba8(image.into_rgba8()),
        _ => DynamicImage::ImageRgb8(image.into_rgb8()),
    };
    let mut out = Vec::new();
    let (packing, filter) = (CompressionType::Default, FilterType::Adaptive);
    let written = match format {
        Format::Jpeg => image.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)),
        _ => image.write_with_encoder(PngEncoder::new_with_quality(&mut out, packing, filter)),
    };
    done(format, &image, written, out)
}

fn done(
    format: Format,
    image: &DynamicImage,
    written: image::ImageResult<()>,
    bytes: Vec<u8>,
) -> Result<Made, NotTaken> {
    written.map_err(|_| NotTaken::Broken)?;
    Ok(Made {
        format,
        width: image.width(),
        height: image.height(),
        bytes,
    })
}

/// Its frames as they are, one by one; notes of applications and whatever stands behind the end are left.
fn gif(bytes: &[u8]) -> Result<Made, NotTaken> {
    let broken = |_| NotTaken::Broken;
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::Indexed);
    options.check_frame_consistency(true);
    let mut decoder = options.read_info(bytes).map_err(broken)?;
    let (width, height) = (decoder.width(), decoder.height());
    measured(width.into(), height.into())?;
    let palette = decoder.global_palette().unwrap_or_default().to_vec();
    let mut out = Vec::new();
    let mut frames = 0;
    {
        let to = gif::Encoder::new(&mut out, width, height, &palette);
        let mut to = to.map_err(|_| NotTaken::Broken)?;
        while let Some(frame) = decoder.read_next_frame().map_err(broken)? {
            let frame = frame.clone();
            frames += 1;
            moving(width.into(), height.into(), frames)?;
            if frames == 1 {
                let again = decoder.repeat();
                if again != gif::Repeat::Finite(0) {
                    to.set_repeat(again).map_err(|_| NotTaken::Broken)?;
                }
            }
            to.write_frame(&frame).map_err(|_| NotTaken::Broken)?;
        }
    }
    match frames {
        0 => Err(NotTaken::Broken),
        _ => Ok(Made {
            format: Format::Gif,
            width: width.into(),
            height: height.into(),
            bytes: out,
        }),
    }
}

/// Its own chunks of pixels, which are kept as they are; one that says it is to be turned is turned and packed anew.
fn webp(bytes: &[u8]) -> Result<Made, NotTaken> {
    let frames = pieces(bytes.get(12..).unwrap_or_default());
    let frames = frames.filter(|(name, _)| *name == b"ANMF").count() as u64;
    let (image, turned) = seen(bytes, ImageFormat::WebP)?;
    moving(image.width(), image.height(), frames)?;
    let mut out = Vec::new();
    if turned {
        let image = DynamicImage::ImageRgba8(image.to_rgba8());
        let written = image.write_with_encoder(WebPEncoder::new_lossless(&mut out));
        return done(Format::WebP, &image, written, out);
    }
    out.extend_from_slice(b"RIFF\0\0\0\0WEBP");
    kept(bytes.get(12..).unwrap_or_default(), &mut out);
    let length = u32::try_from(out.len() - 8).map_err(|_| NotTaken::Broken)?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    let (again, _) = seen(&out, ImageFormat::WebP)?;
    done(Format::WebP, &again, Ok(()), out)
}

/// The chunks of a WebP file, each with its name; what is cut off is none.
fn pieces(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (name, length) = (rest.get(..4)?, rest.get(4..8)?);
        let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
        let inside = rest.get(8..8_usize.checked_add(length)?)?;
        rest = rest.get(8 + length + length % 2..).unwrap_or_default();
        Some((name, inside))
    })
}

/// Writes the chunks that hold pixels, and those around them.
fn kept(bytes: &[u8], out: &mut Vec<u8>) {
    for (name, inside) in pieces(bytes) {
        let mut inside = inside.to_vec();
        match name {
            // It says of itself what else is there: nothing of colours, cameras and notes.
            b"VP8X" if !inside.is_empty() => inside[0] &= !0b0010_1100,
            b"ANMF" if inside.len() >= 16 => {
                let mut frame = inside[..16].to_vec();
                kept(&inside[16..], &mut frame);
                inside = frame;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" => {}
            _ => continue,
        }
        let Ok(length) = u32::try_from(inside.len()) else {
            continue;
        };
        out.extend_from_slice(name);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&inside);
        if inside.len() % 2 == 1 {
            out.push(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"35.6586N 139.7454E <script>alert(1)</script>";

    fn drawn() -> DynamicImage {
        let mut image = image::RgbaImage::new(8, 6);
        for (x, y, pixel) in image.enumerate_pixels_mut() {
            *pixel = image::Rgba([x as u8 * 30, y as u8 * 40, 90, if x < 4 { 255 } else { 0 }]);
        }
        DynamicImage::ImageRgba8(image)
    }

    fn packed(format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        let image = match format {
            ImageFormat::Jpeg => DynamicImage::ImageRgb8(drawn().to_rgb8()),
            _ => drawn(),
        };
        image.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn holds(bytes: &[u8]) -> bool {
        bytes
            .windows(6)
            .any(|some| some == b"script" || some == b"35.658")
    }

    /// A JPEG that says where it was taken, and to be turned by a quarter.
    fn photograph() -> Vec<u8> {
        let plain = packed(ImageFormat::Jpeg);
        let mut tiff = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
        tiff.extend_from_slice(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
        tiff.extend_from_slice(b"\x82\x98\0\x02\0\0\0");
        tiff.push(SECRET.len() as u8);
        tiff.extend_from_slice(b"\0\0\0\x26\0\0\0\0");
        tiff.extend_from_slice(SECRET);
        let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
        let mut out = plain[..2].to_vec();
        out.extend_from_slice(&[0xff, 0xe1, length[0], length[1]]);
        out.extend_from_slice(&tiff);
        out.extend_from_slice(&plain[2..]);
        out
    }

    #[test]
    fn b4_pixels_stay_and_whatever_else_a_file_holds_goes() {
        for (of, format) in [
            (ImageFormat::Png, Format::Png),
            (ImageFormat::Jpeg, Format::Jpeg),
            (ImageFormat::Gif, Format::Gif),
            (ImageFormat::WebP, Format::WebP),
        ] {
            let mut bytes = packed(of);
            // Another file behind the end of this one.
            bytes.extend_from_slice(SECRET);
            let made = made_anew(&bytes).unwrap();
            assert_eq!((made.format, made.width, made.height), (format, 8, 6));
            assert!(!holds(&made.bytes), "{format:?}");
            let again = image::load_from_memory(&made.bytes).unwrap().to_rgba8();
            if of != ImageFormat::Jpeg {
                let first = image::load_from_memory(&packed(of)).unwrap().to_rgba8();
                assert_eq!(again, first, "{format:?}");
            }
            assert_eq!(made_anew(&made.bytes).unwrap().format, format);
        }
    }

    #[test]
    fn v12_a_photograph_loses_where_it_was_taken_and_stands_upright() {
        let photograph = photograph();
        assert!(holds(&photograph));
        let made = made_anew(&photograph).unwrap();
        assert_eq!((made.width, made.height), (6, 8), "turned by a quarter");
        assert!(!holds(&made.bytes));
        // Notes in chunks of other formats go as well.
        let png = packed(ImageFormat::Png);
        let mut noted = png[..33].to_vec();
        noted.extend_from_slice(&(SECRET.len() as u32 + 2).to_be_bytes());
        let chunk = [b"tEXta\0", SECRET].concat();
        noted.extend_from_slice(&chunk);
        noted.extend_from_slice(&crc(&chunk).to_be_bytes());
        noted.extend_from_slice(&png[33..]);
        assert!(holds(&noted));
        assert!(!holds(&made_anew(&noted).unwrap().bytes));
        let webp = packed(ImageFormat::WebP);
        let mut noted = webp.clone();
        noted.extend_from_slice(b"EXIF");
        noted.extend_from_slice(&(SECRET.len() as u32).to_le_bytes());
        noted.extend_from_slice(SECRET);
        assert!(!holds(&made_anew(&noted).unwrap().bytes));
    }

    fn crc(bytes: &[u8]) -> u32 {
        let mut digest = flate2::Crc::new();
        digest.update(bytes);
        digest.sum()
    }

    #[test]
    fn c24_what_would_fill_the_memory_is_refused_by_its_measure() {
        // 65,535 by 65,535, of which hardly a byte is there.
        let mut bomb = packed(ImageFormat::Png);
        bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        let sum = crc(&bomb[12..29]).to_be_bytes();
        bomb[29..33].copy_from_slice(&sum);
        assert!(matches!(
            made_anew(&bomb),
            Err(NotTaken::TooManyPixels { .. })
        ));
        let mut bomb = packed(ImageFormat::Gif);
        bomb[6..10].copy_from_slice(&[0xff; 4]);
        assert!(matches!(
            made_anew(&bomb),
            Err(NotTaken::TooManyPixels { .. })
        ));
    }

    #[test]
    fn v11_what_is_no_raster_image_is_none_whatever_it_begins_with() {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
        for other in [
            &svg[..],
            b"<html><script>alert(1)</script>",
            b"%PDF-1.7",
            b"BM\x46\0\0\0\0\0\0\0",
            b"\0\0\x01\0\x01\0",
            b"",
        ] {
            assert_eq!(made_anew(other), Err(NotTaken::NotAnImage));
        }
        for head in [
            &b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"[..],
            b"GIF89a/*<svg onload=alert(1)>*/=1;",
            b"\xff\xd8\xff\xe0<script>alert(1)</script>",
            b"RIFF\x10\0\0\0WEBPVP8 <script>",
        ] {
            assert!(made_anew(head).is_err(), "{head:?}");
        }
        for of in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
            let whole = packed(of);
            assert!(made_anew(&whole[..whole.len() / 2]).is_err(), "{of:?}");
        }
    }
}

//! Decompresses Zstandard files of any number of frames.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The largest window, in bytes, that a frame may need: 32 MiB.
const WINDOW: u64 = 32 << 20;

/// The contents of all frames of a Zstandard file, one after another. Tools that compress in parallel write several.
///
/// Reading fails with [`io::ErrorKind::InvalidData`] where the input is no Zstandard frame or a frame's checksum is not
/// that of its contents.
pub(super) struct ZstdReader<R> {
    source: R,
    decoder: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> ZstdReader<R> {
    /// Reads nothing yet.
    pub(super) fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Self { source, decoder, in_frame: false }
    }

    /// Goes to the next frame that has contents; `false` at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let length = u64::from(length);
                    if io::copy(&mut self.source.by_ref().take(length), &mut io::sink())? < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(problem) => return Err(io::Error::new(io::ErrorKind::InvalidData, problem.to_string())),
            }
        }
        Ok(false)
    }

    /// Compares the checksum of the frame that has been read with that of its contents.
    fn check(&self) -> io::Result<()> {
        match (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum()) {
            (Some(stored), Some(own)) if stored != own => {
                Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum of a Zstandard frame is wrong"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for ZstdReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame && !self.next_frame()? {
                return Ok(0);
            }
            self.in_frame = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|problem| io::Error::new(io::ErrorKind::InvalidData, problem.to_string()))?;
            }
            let length = self.decoder.read(out)?;
            if length > 0 {
                return Ok(length);
            }
            self.check()?;
            self.in_frame = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn contents(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        ZstdReader::new(bytes).read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn all_frames_are_read_and_those_without_contents_skipped() {
        let (first, second) = ("keep the ban\n".repeat(3000), "lift it\n".repeat(50_000));
        let skipped = [&[0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let frame = |text: &str| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest);
        let file = [skipped.clone(), frame(&first), frame(""), skipped, frame(&second)].concat();
        assert_eq!(contents(&file).unwrap(), (first + &second).into_bytes());
        assert!(contents(&[]).unwrap().is_empty());
    }

    #[test]
    fn a_file_of_the_reference_program_is_read() {
        let file = include_bytes!("../../tests/data/rows.csv.zst");
        let rows: String = (0..2000).map(|k| format!("{k},Row number {k} says keep the limits\n")).collect();
        assert_eq!(contents(file).unwrap(), rows.into_bytes());
    }

    #[test]
    fn damaged_and_cut_files_are_refused() {
        let file = include_bytes!("../../tests/data/rows.csv.zst");
        for cut in [3, 9, file.len() / 2, file.len() - 1] {
            assert!(contents(&file[..cut]).is_err(), "{cut}");
        }
        for at in (0..file.len()).step_by(97) {
            let mut damaged = file.to_vec();
            damaged[at] ^= 0x10;
            assert!(contents(&damaged).is_err(), "{at}");
        }
    }
}
